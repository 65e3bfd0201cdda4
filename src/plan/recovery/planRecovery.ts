import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import { carriedFrom } from '../../domain/recovery/attachTime.ts'
import { objectionToEviction } from '../../domain/recovery/objections.ts'
import type { StuckPod } from '../../domain/recovery/stuckPod.ts'
import { budgetAt, take, type Budget } from './budget.ts'

/** What to do about a policy's stuck pods now. */
export interface RecoveryPlan {
  /** In this order, the oldest first. */
  readonly evict: readonly StuckPod[]
  /** Owners whose template decides and has not been read. */
  readonly read: readonly { readonly stuck: StuckPod; readonly owner: OwnerReference }[]
  /** Look again after so many milliseconds, for time alone changes the answer; undefined when it does not. */
  readonly againMs?: number
  /** What is left of the budget once `evict` is done. */
  readonly budget: Budget
}

/** A template that is not watched is read again so often, for as long as a pod is held by it, milliseconds. */
export const rereadMs = 300_000

const byAge = (a: StuckPod, b: StuckPod): number =>
  a.pod.createdAt - b.pod.createdAt ||
  compareText(a.pod.namespace, b.pod.namespace) ||
  compareText(a.pod.name, b.pod.name)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Plans the evictions of one policy: those pods to which nothing is objected, once their time has come, the oldest
 * first, as far as the budget goes.
 *
 * @param now milliseconds since the epoch, the one clock of all times and budgets here
 */
export const planRecovery = (stuck: readonly StuckPod[], budget: Budget, now: number): RecoveryPlan => {
  const evict: StuckPod[] = []
  const read: RecoveryPlan['read'][number][] = []
  let left = budgetAt(budget, now)
  let againMs = Infinity

  for (const one of [...stuck].sort(byAge)) {
    const objection = objectionToEviction(one)
    if (objection !== undefined) {
      if (objection.readAgain) againMs = Math.min(againMs, rereadMs)
      continue
    }
    if (one.template === 'unread') {
      if (one.pod.controller !== undefined) read.push({ stuck: one, owner: one.pod.controller })
      continue
    }
    const dueInMs = (carriedFrom(one.account, one.managed.secretName) ?? 0) * 1000 - now
    if (dueInMs > 0) {
      againMs = Math.min(againMs, dueInMs)
      continue
    }
    const taken = take(left, one.pod, now)
    if (taken.waitMs > 0) againMs = Math.min(againMs, taken.waitMs)
    else evict.push(one)
    left = taken.budget
  }
  return { evict, read, budget: left, ...(againMs !== Infinity && { againMs }) }
}
