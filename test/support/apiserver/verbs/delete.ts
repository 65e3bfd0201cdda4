import { UNDELETABLE } from '../admission/namespaceLifecycle.ts'
import { refuse } from '../admission/admission.ts'
import { isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { conflict, forbidden } from '../status.ts'
import { type Api, commit, expunge, type Target, timestamp } from './api.ts'
import { get } from './get.ts'
import { isReleased } from './update.ts'

/** metav1.DeleteOptions, as far as this server follows it. */
export interface DeleteOptions {
  readonly uid?: string
  readonly resourceVersion?: string
  readonly gracePeriodSeconds?: number
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan'
  readonly dryRun?: boolean
}

export interface Deleted {
  readonly object: KubeObject
  /** Whether it is gone; otherwise it waits for finalizers or for its kubelet. */
  readonly gone: boolean
}

/** Reads DeleteOptions out of a request's body. */
export const parseDeleteOptions = (body: Json | undefined): DeleteOptions => {
  const options: JsonObject = isObject(body) ? body : {}
  const preconditions = objectAt(options, 'preconditions')
  const uid = textAt(preconditions, 'uid')
  const resourceVersion = textAt(preconditions, 'resourceVersion')
  const gracePeriodSeconds = numberAt(options, 'gracePeriodSeconds')
  const policy = textAt(options, 'propagationPolicy')
  return {
    ...(uid && { uid }),
    ...(resourceVersion && { resourceVersion }),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...((policy === 'Foreground' || policy === 'Background' || policy === 'Orphan') && { propagationPolicy: policy }),
    ...(Array.isArray(options['dryRun']) && options['dryRun'].includes('All') && { dryRun: true }),
  }
}

const guard = ({ resource, name }: Target, { metadata }: KubeObject, { uid, resourceVersion }: DeleteOptions) => {
  if (uid !== undefined && uid !== metadata.uid)
    throw conflict(
      resource,
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    )
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    throw conflict(
      resource,
      name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    )
}

/** How long a pod may take: none before it is on a node or after it ended (registry/core/pod/strategy.go). */
const gracePeriod = (object: KubeObject, asked: number | undefined): number => {
  if (object.kind !== 'Pod') return 0
  const spec = objectAt(object, 'spec')
  const ended = ['Succeeded', 'Failed'].includes(textAt(objectAt(object, 'status'), 'phase'))
  if (textAt(spec, 'nodeName') === '' || ended) return 0
  return asked ?? numberAt(spec, 'terminationGracePeriodSeconds') ?? 30
}

const PROPAGATION_FINALIZERS: Readonly<Record<string, string>> = { Foreground: 'foregroundDeletion', Orphan: 'orphan' }

const withPropagation = (finalizers: readonly string[], policy: string | undefined): readonly string[] => {
  const own = PROPAGATION_FINALIZERS[policy ?? '']
  return own === undefined ? finalizers : [...finalizers.filter((each) => each !== own), own]
}

const marked = (api: Api, old: KubeObject, options: DeleteOptions): KubeObject => {
  const { metadata } = old
  const seconds = gracePeriod(old, options.gracePeriodSeconds)
  const shortened = Math.min(seconds, metadata.deletionGracePeriodSeconds ?? seconds)
  return {
    ...old,
    metadata: {
      ...metadata,
      deletionTimestamp: metadata.deletionTimestamp ?? timestamp(api.now() + seconds * 1000),
      deletionGracePeriodSeconds: shortened,
      finalizers:
        metadata.deletionTimestamp === undefined
          ? withPropagation(metadata.finalizers ?? [], options.propagationPolicy)
          : metadata.finalizers,
      ...(metadata.generation !== undefined &&
        metadata.deletionTimestamp === undefined && { generation: metadata.generation + 1 }),
    },
    ...(old.kind === 'Namespace' && { status: { ...objectAt(old, 'status'), phase: 'Terminating' } }),
  }
}

const unchanged = (a: KubeObject, b: KubeObject) =>
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  a.metadata.deletionGracePeriodSeconds === b.metadata.deletionGracePeriodSeconds

/** Deletes as DELETE does: at once, or by a mark that finalizers, a grace period or a namespace's content outlive. */
export const deleteObject = (api: Api, target: Target, options: DeleteOptions = {}): Deleted => {
  const old = get(api, target)
  guard(target, old, options)
  if (old.kind === 'Namespace' && UNDELETABLE.has(target.name))
    throw forbidden(target.resource, target.name, 'this namespace may not be deleted')
  refuse(api.refusals, { verb: 'delete', resource: target.resource, object: old })

  const next = marked(api, old, options)
  if (isReleased(next)) return { object: expunge(api, target.resource, old, options.dryRun), gone: true }
  if (unchanged(next, old)) return { object: old, gone: false }
  return { object: commit(api, target.resource, next, options.dryRun), gone: false }
}
