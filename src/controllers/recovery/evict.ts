import { diagnosePod } from '../../domain/failure/diagnose.ts'
import type { World } from '../../domain/failure/world.ts'
import { objectionToEviction } from '../../domain/recovery/objections.ts'
import type { StuckPod } from '../../domain/recovery/stuckPod.ts'
import { ApiError, isConflict, retryAfterMs } from '../../kube/apiError.ts'
import type { Cluster } from '../cluster.ts'
import { stuckPod, type StuckPodDeps } from './stuckPods.ts'

export interface EvictDeps extends StuckPodDeps {
  readonly cluster: Pick<Cluster, 'lookAtPod' | 'evictPod'>
  readonly world: World
  /** Told of each pod that the API server took away. */
  readonly evicted: (stuck: StuckPod) => void
}

/** How an eviction went. `left`, `overtaken`: the pod is not, or is no longer, as it was when this was planned. */
export type Eviction =
  | { readonly went: 'evicted' | 'left' | 'overtaken' }
  /** The API server, or a disruption budget, asks to wait. */
  | { readonly went: 'held'; readonly waitMs: number }
  | { readonly went: 'refused'; readonly error: ApiError }
  /** The API server failed at this one, as when a webhook cannot be called: it may be so for this namespace only. */
  | { readonly went: 'failed'; readonly error: ApiError }

/** When a 429 does not say how long, milliseconds. */
const unsaidWaitMs = 5_000

/** The watch will tell; until then the pod is known to be on its way. */
const markDeleting = ({ store }: EvictDeps, { namespace, name, uid }: StuckPod['pod']): void => {
  const key = `${namespace}/${name}`
  const known = store.pods.get(key)
  if (known?.uid === uid) store.pods.upsert(key, { ...known, deleting: true })
}

const failedAtThisOne = (error: unknown): Eviction => {
  if (error instanceof ApiError && error.code === 'InternalError') return { went: 'failed', error }
  throw error
}

/**
 * Evicts one pod: looks at it once more, asks every question again of what is there now, and evicts exactly that
 * version of it.
 *
 * @throws ApiError when the API server cannot be reached, or can take nothing now
 */
export const evict = (deps: EvictDeps, planned: StuckPod): Promise<Eviction> =>
  evictOrThrow(deps, planned).catch(failedAtThisOne)

const evictOrThrow = async (deps: EvictDeps, planned: StuckPod): Promise<Eviction> => {
  const { namespace, name, uid } = planned.pod
  const look = await deps.cluster.lookAtPod(namespace, name)
  if (look?.pod.uid !== uid) return { went: 'left' }
  const findings = diagnosePod(look.pod, deps.world)
  const now = { ...stuckPod(deps, look.pod, findings, planned.managed), template: planned.template }
  if (objectionToEviction(now) !== undefined) return { went: 'left' }
  try {
    await deps.cluster.evictPod(look)
  } catch (error) {
    if (isConflict(error)) return { went: 'overtaken' }
    if (!(error instanceof ApiError)) throw error
    if (error.status === 429) return { went: 'held', waitMs: retryAfterMs(error) ?? unsaidWaitMs }
    if (error.status >= 400 && error.status < 500) return { went: 'refused', error }
    throw error
  }
  markDeleting(deps, look.pod)
  deps.evicted(now)
  return { went: 'evicted' }
}
