import { test as law, fc } from '@fast-check/jest'
import type { FindingGroup } from '../../../../src/domain/failure/findingGroup.ts'
import { itemLimit, summarise } from '../../../../src/plan/status/findings.ts'

const groupOf = (index: number, workload: number, pods: number, cause: FindingGroup['cause']): FindingGroup => ({
  key: `k${index}`,
  workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'a', name: `w${workload}` },
  part: { kind: 'container', name: 'app' },
  cause,
  since: 1,
  message: 'm',
  pods,
})

const groups = fc
  .array(
    fc.tuple(
      fc.nat(40),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom<FindingGroup['cause']>('ImageNotFound', 'Unknown'),
    ),
    { maxLength: 4 * itemLimit },
  )
  .map((list) => list.map(([workload, pods, cause], index) => groupOf(index, workload, pods, cause)))

const inOrder = (all: readonly FindingGroup[]): readonly FindingGroup[] =>
  all.toSorted((a, b) => b.pods - a.pods || (a.key < b.key ? -1 : 1))

law.prop([groups.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))])(
  'the first items by pods, then key, and exact totals, in whatever order the groups come',
  ([all, shuffled]) => {
    const summary = summarise(shuffled)
    expect(summary.items).toEqual(inOrder(all).slice(0, itemLimit))
    expect(summary.total).toBe(all.length)
    expect(summary.omitted).toBe(Math.max(0, all.length - itemLimit))
    expect(summary.failing).toBe(new Set(all.map(({ workload }) => workload.name)).size)
    for (const { cause, workloads, pods } of summary.byCause) {
      const same = all.filter((group) => group.cause === cause)
      expect(pods).toBe(same.reduce((sum, group) => sum + group.pods, 0))
      expect(workloads).toBe(new Set(same.map(({ workload }) => workload.name)).size)
    }
    expect(summary).toEqual(summarise(all))
  },
)
