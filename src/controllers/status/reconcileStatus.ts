import type { Policy } from '../../domain/objects/policy.ts'
import { isConflict, isNotFound } from '../../kube/apiError.ts'
import type { EffectivePolicy } from '../../plan/credentials/effectivePolicy.ts'
import { itemLimit, planStatus } from '../../plan/status/planStatus.ts'
import { sameJson } from '../../plan/status/sameJson.ts'
import type { Condition } from '../../plan/status/statusInput.ts'
import { done, requeueAfter, requeue, type Reconcile } from '../../runtime/controller.ts'
import type { Store } from '../../store/store.ts'
import type { Table } from '../../store/table.ts'
import type { Cluster } from '../cluster.ts'
import { conditionsOf, observedGenerationOf } from './writtenStatus.ts'

export interface StatusDeps {
  readonly store: Store
  readonly effective: Table<EffectivePolicy>
  readonly cluster: Pick<Cluster, 'writeStatus'>
  /** What keeps the operator from doing its work at all, by resource: a watch that is refused, say. */
  readonly impediments: () => readonly string[]
  readonly seesSecrets: boolean
  /** RFC 3339, whole seconds. */
  readonly now: () => string
  /** Monotonic milliseconds. */
  readonly clock: () => number
  /** Told of each condition that changed with a write: it becomes an Event on the policy. */
  readonly announce: (policy: string, uid: string, condition: Condition) => void
}

/** A policy's status is written at most once in this time, milliseconds: a failing rollout changes it with every pod. */
export const statusIntervalMs = 2_000

/** Workloads that a condition names; the rest it counts. */
const namedRisks = 3

/** Writes one policy's status when it differs from what stands there; the only place that does. */
export const reconcileStatus = (deps: StatusDeps): Reconcile => {
  const lastWrite = new Map<string, number>()
  return async (name) => {
    const policy = deps.store.policies.get(name)
    const effective = deps.effective.get(name)
    if (policy === undefined || effective === undefined) {
      lastWrite.delete(name)
      return done
    }
    if (isWaiting(policy, effective)) return done
    const waitMs = (lastWrite.get(name) ?? -Infinity) + statusIntervalMs - deps.clock()
    if (waitMs > 0) return requeueAfter(waitMs)
    const conditions = conditionsOf(policy.status)
    const status = planStatus({
      policy,
      effective,
      totals: totalsOf(deps, name, effective),
      findings: deps.store.tallies.of(name, itemLimit),
      risks: deps.store.riskTallies.of(name, namedRisks),
      impediments: deps.impediments(),
      seesSecrets: deps.seesSecrets,
      conditions,
      now: deps.now(),
    })
    if (sameJson(status, policy.status)) return done
    try {
      deps.store.policies.written(name, await deps.cluster.writeStatus(policy, status))
    } catch (error) {
      if (isNotFound(error)) return done
      if (isConflict(error)) return requeue
      throw error
    }
    lastWrite.set(name, deps.clock())
    for (const condition of status.conditions ?? []) {
      const before = conditions.find(({ type }) => type === condition.type)
      if (before?.status !== condition.status || before.reason !== condition.reason) {
        deps.announce(name, policy.uid, condition)
      }
    }
    return done
  }
}

/**
 * A status that is right but for a provider that has not answered yet, as after a restart: its answer comes within a
 * minute, and the change of the sources brings the policy here again.
 */
const isWaiting = (policy: Policy, { sources }: EffectivePolicy): boolean =>
  !policy.deleting &&
  sources.some(({ state }) => state === 'Pending') &&
  observedGenerationOf(policy.status) === policy.generation

/** A diagnose-only policy hands out nothing: what it selects it has. */
const totalsOf = ({ store }: StatusDeps, name: string, effective: EffectivePolicy) => {
  const totals = store.outcomes.totals(name)
  if (effective.credentials !== undefined) return totals
  const selected = store.membership.namespacesOf(name).size
  return { ...totals, namespaces: { selected, ready: selected } }
}
