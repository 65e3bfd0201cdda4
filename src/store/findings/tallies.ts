import type { FindingGroup } from '../../domain/failure/findingGroup.ts'
import { byPodsThenKey, type CauseCount, type FindingSummary } from '../../domain/failure/findingSummary.ts'
import { addCounts, causeCounts, noCounts, type Counts } from './counts.ts'
import type { FindingChange } from './findings.ts'
import { createNamespaceTally, type NamespaceTally } from './namespaceTally.ts'
import { createOrdered, type Ordered } from './ordered.ts'

/**
 * What statuses and metrics say of findings, kept as findings and memberships change: asking visits none of the failing
 * workloads, of which there may be tens of thousands.
 */
export interface Tallies {
  /** Of a policy's namespaces, with at most so many items. */
  readonly of: (policy: string, limit: number) => FindingSummary
  readonly causesOf: (policy: string) => readonly CauseCount[]
  /** Of the whole cluster. */
  readonly causes: () => readonly CauseCount[]
}

/** What keeps tallies in step. */
export interface TallyUpdates {
  readonly findingChanged: (change: FindingChange) => void
  /** A policy gained a namespace, or lost it. */
  readonly memberChanged: (policy: string, namespace: string, selected: boolean) => void
}

interface PolicyTally {
  readonly counts: Counts
  /** The first item of each namespace: the first n items of all are among those of the first n namespaces. */
  readonly heads: Ordered<FindingGroup>
}

/** @param policiesOf as `memberChanged` has told so far */
export const createTallies = (policiesOf: (namespace: string) => Iterable<string>): Tallies & TallyUpdates => {
  const everything = noCounts()
  const namespaces = new Map<string, NamespaceTally>()
  const policies = new Map<string, PolicyTally>()

  const openPolicy = (policy: string): PolicyTally => {
    const known = policies.get(policy)
    if (known !== undefined) return known
    const tally = { counts: noCounts(), heads: createOrdered(byPodsThenKey) }
    policies.set(policy, tally)
    return tally
  }

  const openNamespace = (namespace: string): NamespaceTally => {
    const known = namespaces.get(namespace)
    if (known !== undefined) return known
    const tally = createNamespaceTally()
    namespaces.set(namespace, tally)
    return tally
  }

  const move = (policy: string, by: Counts, sign: 1 | -1, before?: FindingGroup, after?: FindingGroup): void => {
    const { counts, heads } = openPolicy(policy)
    addCounts(counts, by, sign)
    if (before !== after) {
      if (before !== undefined) heads.drop(before)
      if (after !== undefined) heads.put(after)
    }
    if (counts.items === 0) policies.delete(policy)
  }

  const first = (heads: Ordered<FindingGroup>, limit: number): readonly FindingGroup[] =>
    heads
      .first(limit)
      .flatMap(({ workload }) => namespaces.get(workload.namespace)?.first(limit) ?? [])
      .sort(byPodsThenKey)
      .slice(0, limit)

  return {
    of: (policy, limit) => {
      const tally = policies.get(policy)
      if (tally === undefined) return { total: 0, failing: 0, byCause: [], items: [] }
      const { counts, heads } = tally
      const items = first(heads, limit)
      return {
        total: counts.items,
        failing: counts.failing,
        byCause: causeCounts(counts),
        items,
      }
    },
    causesOf: (policy) => causeCounts(policies.get(policy)?.counts ?? noCounts()),
    causes: () => causeCounts(everything),
    findingChanged: (change) => {
      const { namespace } = change
      const tally = openNamespace(namespace)
      const [before] = tally.first(1)
      const by = tally.change(change)
      const [after] = tally.first(1)
      addCounts(everything, by)
      for (const policy of policiesOf(namespace)) move(policy, by, 1, before, after)
      if (tally.counts.items === 0) namespaces.delete(namespace)
    },
    memberChanged: (policy, namespace, selected) => {
      const tally = namespaces.get(namespace)
      if (tally === undefined) return
      const [head] = tally.first(1)
      if (selected) move(policy, tally.counts, 1, undefined, head)
      else move(policy, tally.counts, -1, head)
    },
  }
}
