import type { Json } from '../json.ts'
import { type KubeObject, parseObject } from '../object.ts'
import { apiVersionOf } from '../resources/resource.ts'
import { badRequest } from '../status.ts'
import { prune } from '../validation/schemaPrune.ts'
import type { Target, WriteOptions } from './api.ts'

const dropUnknown = ({ resource }: Target, body: Json, { fieldValidation, warn }: WriteOptions): Json => {
  if (!resource.schema) return body
  const dropped: string[] = []
  const pruned = prune(body, resource.schema, dropped)
  const unknown = dropped.map((field) => `unknown field "${field}"`)
  if (fieldValidation === 'Strict' && unknown.length > 0)
    throw badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: strict decoding error: ${unknown.join(', ')}`,
    )
  if (fieldValidation === 'Warn') for (const message of unknown) warn?.(message)
  return pruned
}

/** Reads an object that a request brings: of the right kind, in the right namespace, without unknown fields. */
export const incoming = (target: Target, body: Json | undefined, options: WriteOptions): KubeObject => {
  const { resource, namespace } = target
  const read = parseObject(body)
  const object = parseObject(dropUnknown(target, read, options))
  if (object.apiVersion !== apiVersionOf(resource))
    throw badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${apiVersionOf(resource)})`,
    )
  if (object.kind !== resource.kind)
    throw badRequest(
      `${object.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: converting (${object.kind}) to (${resource.kind}): unknown conversion`,
    )
  const { namespace: own } = object.metadata
  if (!resource.namespaced) return { ...object, metadata: { ...object.metadata, namespace: undefined } }
  if (own !== undefined && own !== namespace)
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`)
  return { ...object, metadata: { ...object.metadata, namespace } }
}
