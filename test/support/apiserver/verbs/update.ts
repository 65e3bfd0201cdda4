import { refuse } from '../admission/admission.ts'
import { equal, type Json, objectAt, without } from '../json.ts'
import type { KubeObject } from '../object.ts'
import type { Resource } from '../resources/resource.ts'
import { badRequest, conflict, invalid, MODIFIED } from '../status.ts'
import { strategyOf } from '../strategy/strategies.ts'
import { invalidValue } from '../validation/fieldErrors.ts'
import { metadataCauses } from '../validation/metadata.ts'
import { type Api, commit, expunge, type Target, type WriteOptions } from './api.ts'
import { get } from './get.ts'
import { incoming } from './incoming.ts'

const guard = (resource: Resource, old: KubeObject, given: KubeObject) => {
  const { name, uid, resourceVersion } = given.metadata
  if (name !== '' && name !== old.metadata.name)
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${old.metadata.name})`)
  if (uid !== undefined && uid !== old.metadata.uid)
    throw conflict(
      resource,
      old.metadata.name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
    )
  if ((resourceVersion === undefined || resourceVersion === '0') && !resource.unconditionalUpdate)
    throw invalid(resource.group, resource.kind, old.metadata.name, [
      invalidValue('metadata.resourceVersion', 0, 'must be specified for an update'),
    ])
  if (resourceVersion !== undefined && resourceVersion !== '0' && resourceVersion !== old.metadata.resourceVersion)
    throw conflict(resource, old.metadata.name, MODIFIED)
}

/** The parts of metadata that only the server writes. */
const withServerMetadata = (object: KubeObject, old: KubeObject): KubeObject => {
  const {
    uid,
    name,
    namespace,
    generateName,
    creationTimestamp,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    generation,
    resourceVersion,
  } = old.metadata
  return {
    ...object,
    metadata: {
      ...object.metadata,
      uid,
      name,
      namespace,
      generateName,
      creationTimestamp,
      deletionTimestamp,
      deletionGracePeriodSeconds,
      generation,
      resourceVersion,
    },
  }
}

/** What a write through this (sub)resource may change: everything but the status, or the status alone. */
const applied = (resource: Resource, old: KubeObject, given: KubeObject, subresource: string): KubeObject => {
  if (subresource === 'status') return { ...old, status: given['status'] }
  if (subresource === 'finalize')
    return { ...old, spec: { ...objectAt(old, 'spec'), finalizers: objectAt(given, 'spec')['finalizers'] ?? [] } }
  return resource.hasStatus ? { ...given, status: old['status'] } : given
}

const observed = (object: KubeObject) => without(object, 'metadata', 'status')

const withGeneration = (resource: Resource, object: KubeObject, old: KubeObject): KubeObject => {
  if (!resource.generation || equal(observed(object), observed(old))) return object
  return { ...object, metadata: { ...object.metadata, generation: (old.metadata.generation ?? 0) + 1 } }
}

/** Whether nothing keeps an object any longer that has been deleted. */
export const isReleased = (object: KubeObject): boolean => {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds > 0 || finalizers.length > 0) return false
  const { finalizers: ofNamespace } = objectAt(object, 'spec')
  return object.kind !== 'Namespace' || !Array.isArray(ofNamespace) || ofNamespace.length === 0
}

/** Replaces an object as PUT does, through the object itself or one of its subresources; throws ApiError. */
export const update = (api: Api, target: Target, body: Json | undefined, options: WriteOptions = {}): KubeObject => {
  const { resource } = target
  const { subresource = '', dryRun } = options
  const old = get(api, target)
  const given = incoming(target, body, options)
  guard(resource, old, given)

  const strategy = strategyOf(resource, api.checkRules)
  const changed = withServerMetadata(applied(resource, old, given, subresource), old)
  const kept = subresource === '' ? (strategy.prepareForUpdate?.(changed, old) ?? changed) : changed
  const next = withGeneration(resource, strategy.defaults?.(kept) ?? kept, old)
  if (equal(next, old)) return old

  const causes = [...metadataCauses(resource, next, old), ...(strategy.validate?.(next, old) ?? [])]
  if (causes.length > 0) throw invalid(resource.group, resource.kind, next.metadata.name, causes)
  refuse(api.refusals, { verb: 'update', resource, object: next })
  return isReleased(next) ? expunge(api, resource, next, dryRun) : commit(api, resource, next, dryRun)
}
