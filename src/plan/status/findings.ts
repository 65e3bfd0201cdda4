import type { Cause } from '../../domain/failure/cause.ts'
import type { FindingGroup } from '../../domain/failure/findingGroup.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'

/** Totals of one cause. */
export interface CauseCount {
  readonly cause: Cause
  readonly workloads: number
  readonly pods: number
}

/** What a status says of findings: exact totals, and the first items. */
export interface FindingSummary {
  /** Items in all. */
  readonly total: number
  /** Workloads with at least one item. */
  readonly failing: number
  /** Most workloads first, then by name. */
  readonly byCause: readonly CauseCount[]
  readonly items: readonly FindingGroup[]
  readonly omitted: number
}

/** At most so many items, so that a status stays readable and under 100 KB at any cluster size. */
export const itemLimit = 50

const workloadKey = ({ apiVersion, kind, namespace, name }: WorkloadRef): string =>
  `${namespace}/${apiVersion}/${kind}/${name}`

const byPodsThenKey = (a: FindingGroup, b: FindingGroup): number => b.pods - a.pods || (a.key < b.key ? -1 : 1)

/** The first items in order, of which a status shows so many; the rest is never put in order. */
const createFirst = (limit: number) => {
  let first: FindingGroup[] = []
  const cut = (): void => {
    first = first.sort(byPodsThenKey).slice(0, limit)
  }
  return {
    add: (group: FindingGroup): void => {
      const last = first[limit - 1]
      if (last !== undefined && first.length === limit && byPodsThenKey(group, last) > 0) return
      first.push(group)
      if (first.length >= 2 * limit) cut()
    },
    inOrder: (): readonly FindingGroup[] => {
      cut()
      return first
    },
  }
}

/** Counts and orders the groups of a policy's namespaces, in one pass: there may be tens of thousands. */
export const summarise = (groups: Iterable<FindingGroup>): FindingSummary => {
  const causes = new Map<Cause, { readonly workloads: Set<string>; pods: number }>()
  const failing = new Set<string>()
  const first = createFirst(itemLimit)
  let total = 0
  for (const group of groups) {
    const { workload, cause, pods } = group
    const key = workloadKey(workload)
    total += 1
    first.add(group)
    failing.add(key)
    const count = causes.get(cause) ?? { workloads: new Set(), pods: 0 }
    causes.set(cause, count)
    count.workloads.add(key)
    count.pods += pods
  }
  const items = first.inOrder()
  return {
    total,
    failing: failing.size,
    byCause: [...causes]
      .map(([cause, { workloads, pods }]) => ({ cause, workloads: workloads.size, pods }))
      .sort((a, b) => b.workloads - a.workloads || (a.cause < b.cause ? -1 : 1)),
    items,
    omitted: total - items.length,
  }
}
