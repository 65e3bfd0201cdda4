import type { FindingGroup } from '../../domain/failure/findingGroup.ts'
import { byPodsThenKey } from '../../domain/failure/findingSummary.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'
import { addCounts, noCounts, type Counts } from './counts.ts'
import type { FindingChange } from './findings.ts'
import { createOrdered } from './ordered.ts'

/** The findings of one namespace, counted and in order. */
export interface NamespaceTally {
  /** Takes a change in; returns by how much it moved the counts. */
  readonly change: (change: FindingChange) => Counts
  readonly counts: Counts
  readonly first: (limit: number) => readonly FindingGroup[]
}

const workloadKey = ({ apiVersion, kind, name }: WorkloadRef): string => `${apiVersion}/${kind}/${name}`

/** How many items each thing has; things without are not there. */
const createTimes = () => {
  const times = new Map<string, number>()
  /** Returns by how much the number of things changed. */
  const count = (thing: string, by: 1 | -1): number => {
    const before = times.get(thing) ?? 0
    if (before + by > 0) times.set(thing, before + by)
    else times.delete(thing)
    return Number(times.has(thing)) - Number(before > 0)
  }
  return { count }
}

/** A workload lives in one namespace: what is counted here adds up over namespaces. */
export const createNamespaceTally = (): NamespaceTally => {
  const counts = noCounts()
  const inOrder = createOrdered(byPodsThenKey)
  const failing = createTimes()
  const failingByCause = createTimes()

  const moved = ({ workload, cause, pods }: FindingGroup, by: 1 | -1): Counts => {
    const key = workloadKey(workload)
    return {
      items: by,
      failing: failing.count(key, by),
      causes: new Map([[cause, { workloads: failingByCause.count(`${cause} ${key}`, by), pods: by * pods }]]),
    }
  }

  return {
    change: ({ before, after }) => {
      const by = noCounts()
      if (before !== undefined) {
        inOrder.drop(before)
        addCounts(by, moved(before, -1))
      }
      if (after !== undefined) {
        inOrder.put(after)
        addCounts(by, moved(after, 1))
      }
      addCounts(counts, by)
      return by
    },
    counts,
    first: inOrder.first,
  }
}
