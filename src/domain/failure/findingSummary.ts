import type { Cause } from './cause.ts'
import type { FindingGroup } from './findingGroup.ts'

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
  /** By `byPodsThenKey`. */
  readonly items: readonly FindingGroup[]
}

/** The order of a status: what most pods say comes first. Keys are unique, so that no two are equal. */
export const byPodsThenKey = (a: FindingGroup, b: FindingGroup): number =>
  b.pods - a.pods || (a.key === b.key ? 0 : a.key < b.key ? -1 : 1)

export const byWorkloadsThenName = (a: CauseCount, b: CauseCount): number =>
  b.workloads - a.workloads || (a.cause < b.cause ? -1 : 1)
