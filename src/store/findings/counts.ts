import type { Cause } from '../../domain/failure/cause.ts'
import { byWorkloadsThenName, type CauseCount } from '../../domain/failure/findingSummary.ts'

interface CauseTotals {
  workloads: number
  pods: number
}

/** Totals of findings; also the difference between two such, and then also negative. */
export interface Counts {
  items: number
  /** Workloads with at least one item. */
  failing: number
  readonly causes: Map<Cause, CauseTotals>
}

export const noCounts = (): Counts => ({ items: 0, failing: 0, causes: new Map() })

/** Adds (or, by -1, takes away) what a part of the whole counts. A cause that nothing has any more is left out. */
export const addCounts = (counts: Counts, part: Counts, by: 1 | -1 = 1): void => {
  counts.items += by * part.items
  counts.failing += by * part.failing
  for (const [cause, { workloads, pods }] of part.causes) {
    const totals = counts.causes.get(cause) ?? { workloads: 0, pods: 0 }
    totals.workloads += by * workloads
    totals.pods += by * pods
    if (totals.workloads === 0 && totals.pods === 0) counts.causes.delete(cause)
    else counts.causes.set(cause, totals)
  }
}

export const causeCounts = ({ causes }: Counts): readonly CauseCount[] =>
  [...causes].map(([cause, { workloads, pods }]) => ({ cause, workloads, pods })).sort(byWorkloadsThenName)
