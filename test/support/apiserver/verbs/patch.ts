import { isObject, type Json } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { applyPatch, type PatchType } from '../patch/patch.ts'
import { apiVersionOf } from '../resources/resource.ts'
import { badRequest } from '../status.ts'
import type { Api, Target, WriteOptions } from './api.ts'
import { create } from './create.ts'
import { get } from './get.ts'
import { update } from './update.ts'

export interface Patched {
  readonly object: KubeObject
  readonly created: boolean
}

/**
 * Patches the stored object. A patch that carries resourceVersion is guarded by it (409), one without it never
 * conflicts. Server-side apply creates what is not there. Throws ApiError.
 */
export const patch = (api: Api, target: Target, type: PatchType, body: Json, options: WriteOptions = {}): Patched => {
  const { resource, namespace, name } = target
  if (type === 'apply') {
    if (!isObject(body)) throw badRequest('error decoding YAML: expected an object')
    if (!api.storage.of(resource).get(namespace, name) && !options.subresource) {
      const metadata = isObject(body['metadata']) ? body['metadata'] : {}
      const named = {
        apiVersion: apiVersionOf(resource),
        kind: resource.kind,
        ...body,
        metadata: { ...metadata, name },
      }
      return { object: create(api, target, named, options), created: true }
    }
  }
  const old = get(api, target)
  return { object: update(api, target, applyPatch(resource, type, old, body), options), created: false }
}
