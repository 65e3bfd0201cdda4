import type { StuckPod } from '../../domain/recovery/stuckPod.ts'
import { fullBudget, type Budget, type Buckets } from '../../plan/recovery/budget.ts'
import { planRecovery } from '../../plan/recovery/planRecovery.ts'
import { done, requeue, requeueAfter, type Reconcile, type Result } from '../../runtime/controller.ts'
import type { OwnerReads } from '../detection/ownerReads.ts'
import { evict, type EvictDeps, type Eviction } from './evict.ts'
import { stuckPodsOf } from './stuckPods.ts'

export interface RecoveryDeps extends EvictDeps {
  readonly owners: Pick<OwnerReads, 'want'>
  /** Milliseconds since the epoch: the clock of creations and attach times, and so of budgets. */
  readonly now: () => number
  /** Told of each eviction that the API server refuses for good. */
  readonly refused: (stuck: StuckPod, reason: string) => void
}

/** Evictions at the same time; the budget bounds how many a second. */
const atOnce = 4

/** From one plan to the next at least, milliseconds: a plan looks at every failing pod of the policy. */
const leastWaitMs = 250

/** A pod whose eviction was refused or failed (RBAC, a webhook) is left alone for so long, milliseconds; the others are not. */
const refusedWaitMs = 60_000

const keyOf = ({ pod: { namespace, name } }: StuckPod): string => `${namespace}/${name}`

/** The results of promises, once all have ended: what goes on behind a failure would not be waited for at the end. */
const allOf = async <T>(promises: readonly Promise<T>[]): Promise<readonly T[]> => {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

/** Evicts in order, a few at a time; stops at the first that the API server asks to wait for. */
const evictAll = async (deps: RecoveryDeps, planned: readonly StuckPod[]): Promise<readonly Eviction[]> => {
  const results: Eviction[] = []
  for (let first = 0; first < planned.length; first += atOnce) {
    const some = planned.slice(first, first + atOnce)
    const went = await allOf(some.map((stuck) => evict(deps, stuck)))
    went.forEach((one, index) => {
      const stuck = some[index]
      if (one.went === 'refused' && stuck !== undefined) deps.refused(stuck, one.error.message)
    })
    results.push(...went)
    if (went.some((one) => one.went === 'held')) break
  }
  return results
}

/** @param tookMs for how long the evictions of this plan have been going on: what it waits for counts from the plan */
const next = (results: readonly Eviction[], againMs: number | undefined, tookMs: number): Result => {
  const held = results.flatMap((one) => (one.went === 'held' ? [one.waitMs] : []))
  if (held.length > 0) return requeueAfter(Math.max(leastWaitMs, ...held))
  if (results.some(({ went }) => went === 'overtaken' || went === 'left')) return requeue
  return againMs === undefined ? done : requeueAfter(Math.max(leastWaitMs, againMs) - tookMs)
}

/** Replaces the stuck pods of one policy; the key is its name. */
export const reconcileRecovery = (deps: RecoveryDeps): Reconcile => {
  const budgets = new Map<string, Budget>()
  /** Two policies do not give a node twice as much. */
  let nodes: Buckets = fullBudget.nodes
  /** By pod uid, until when, monotonic milliseconds: a clock that is set must not prolong it. */
  const heldBack = new Map<string, number>()

  const isHeld = ({ pod }: StuckPod, now: number): boolean => (heldBack.get(pod.uid) ?? -Infinity) > now
  const hold = (planned: readonly StuckPod[], results: readonly Eviction[], now: number): void => {
    for (const [uid, until] of heldBack) if (until <= now) heldBack.delete(uid)
    results.forEach(({ went }, index) => {
      const uid = planned[index]?.pod.uid
      if ((went === 'refused' || went === 'failed') && uid !== undefined) heldBack.set(uid, now + refusedWaitMs)
    })
  }

  return async (policy) => {
    if (deps.effective.get(policy) === undefined) {
      budgets.delete(policy)
      return done
    }
    const now = deps.now()
    const holdsAt = deps.clock()
    const all = stuckPodsOf(deps, policy)
    const free = all.filter((stuck) => !isHeld(stuck, holdsAt))
    const plan = planRecovery(free, { ...(budgets.get(policy) ?? fullBudget), nodes }, now)
    budgets.set(policy, plan.budget)
    nodes = plan.budget.nodes
    for (const { stuck, owner } of plan.read) deps.owners.want(stuck.pod.namespace, owner, keyOf(stuck))
    const results = await evictAll(deps, plan.evict)
    hold(plan.evict, results, holdsAt)
    for (const one of results) if (one.went === 'failed') throw one.error
    const someHeld = all.some((stuck) => isHeld(stuck, holdsAt))
    const againMs = someHeld ? Math.min(plan.againMs ?? Infinity, refusedWaitMs) : plan.againMs
    return next(results, againMs, deps.clock() - holdsAt)
  }
}
