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

/** Counts and orders the groups of a policy's namespaces. */
export const summarise = (groups: Iterable<FindingGroup>): FindingSummary => {
  const all = [...groups].sort(byPodsThenKey)
  const causes = new Map<Cause, { readonly workloads: Set<string>; pods: number }>()
  const failing = new Set<string>()
  for (const { workload, cause, pods } of all) {
    const key = workloadKey(workload)
    failing.add(key)
    const count = causes.get(cause) ?? { workloads: new Set(), pods: 0 }
    count.workloads.add(key)
    count.pods += pods
    causes.set(cause, count)
  }
  const items = all.slice(0, itemLimit)
  return {
    total: all.length,
    failing: failing.size,
    byCause: [...causes]
      .map(([cause, { workloads, pods }]) => ({ cause, workloads: workloads.size, pods }))
      .sort((a, b) => b.workloads - a.workloads || (a.cause < b.cause ? -1 : 1)),
    items,
    omitted: all.length - items.length,
  }
}
