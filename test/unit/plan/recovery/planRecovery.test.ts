import { test as prop, fc } from '@fast-check/jest'
import type { Pod } from '../../../../src/domain/objects/pod.ts'
import type { StuckPod } from '../../../../src/domain/recovery/stuckPod.ts'
import { budgetLimits, fullBudget, type Budget, type BudgetLimit } from '../../../../src/plan/recovery/budget.ts'
import { planRecovery, rereadMs } from '../../../../src/plan/recovery/planRecovery.ts'
import { aPod } from '../../../support/builders/pod.ts'
import { aStuckPod, attachedAt, attachedAccount } from '../../../support/builders/stuckPod.ts'

const later = (attachedAt + 3600) * 1000
const { namespace: perNamespace, policy: perPolicy, node: perNode } = budgetLimits

/** Each on a node of its own, if not said otherwise. */
const many = (count: number, given: (index: number) => Partial<Pod> = () => ({})): readonly StuckPod[] =>
  Array.from({ length: count }, (_, index) =>
    aStuckPod({
      pod: aPod({
        name: `web-${index}`,
        uid: `uid-${index}`,
        createdAt: 1_700_000_000 - index,
        nodeName: `n${index}`,
        ...given(index),
      }),
    }),
  )

const without = <T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> => {
  const { [key]: _, ...rest } = whole
  return rest
}

const names = (stuck: readonly StuckPod[]) => stuck.map(({ pod }) => pod.name)

describe('the plan of evictions', () => {
  test('the oldest goes first', () => {
    expect(names(planRecovery(many(3), fullBudget, later).evict)).toEqual(['web-2', 'web-1', 'web-0'])
  })

  test('a pod waits until every new pod carries the name, to the millisecond', () => {
    const due = (attachedAt + 5) * 1000
    const stuck = [aStuckPod()]
    expect(planRecovery(stuck, fullBudget, due - 300)).toMatchObject({ evict: [], againMs: 300 })
    expect(planRecovery(stuck, fullBudget, due)).toMatchObject({ evict: stuck })
  })

  test('a pod to which something is objected stays, and nothing is looked at again for it', () => {
    const plan = planRecovery([aStuckPod({ pod: aPod({ hasRun: true }) })], fullBudget, later)
    expect(plan).toEqual({ evict: [], read: [], budget: fullBudget })
  })

  test('an owner is read before its pod is judged', () => {
    const stuck = aStuckPod({ template: 'unread' })
    const plan = planRecovery([stuck], fullBudget, later)
    expect(plan).toMatchObject({ evict: [], read: [{ stuck, owner: { kind: 'ReplicaSet' } }] })
    expect(plan.againMs).toBeUndefined()
  })

  test('no owner is read for a pod that stays anyway', () => {
    const stuck = aStuckPod({ template: 'unread', pod: aPod({ hasRun: true }) })
    expect(planRecovery([stuck], fullBudget, later).read).toEqual([])
  })

  test('a template that holds a pod is read again after a while, for it is not watched', () => {
    expect(planRecovery([aStuckPod({ template: 'sets' })], fullBudget, later).againMs).toBe(rereadMs)
  })

  test('a namespace has its burst, then its rate', () => {
    const stuck = many(perNamespace.burst + 5)
    const first = planRecovery(stuck, fullBudget, later)
    expect(first.evict).toHaveLength(perNamespace.burst)
    expect(first.againMs).toBe(1000 / perNamespace.perSecond)
    const left = stuck.filter((one) => !first.evict.includes(one))
    expect(planRecovery(left, first.budget, later).evict).toEqual([])
    expect(planRecovery(left, first.budget, later + 1000).evict).toHaveLength(perNamespace.perSecond)
  })

  test('one full namespace keeps no other from its share; the policy bounds them all', () => {
    const stuck = many(200, (index) => ({ namespace: `team-${index % 10}` })).map((one) => ({
      ...one,
      account: attachedAccount(),
    }))
    const plan = planRecovery(stuck, fullBudget, later)
    expect(plan.evict).toHaveLength(perPolicy.burst)
    expect(new Set(plan.evict.map(({ pod }) => pod.namespace)).size).toBe(10)
  })

  test('a node has its burst, then its rate; pods of other nodes do not wait for it', () => {
    const onOne = many(10, () => ({ nodeName: 'busy' }))
    const elsewhere = aStuckPod({ pod: aPod({ name: 'elsewhere', uid: 'e', nodeName: 'idle' }) })
    const first = planRecovery([...onOne, elsewhere], fullBudget, later)
    expect(first.evict).toHaveLength(perNode.burst + 1)
    expect(first.evict).toContain(elsewhere)
    expect(first.againMs).toBe(1000 / perNode.perSecond)
    const left = onOne.filter((one) => !first.evict.includes(one))
    expect(planRecovery(left, first.budget, later).evict).toEqual([])
    expect(planRecovery(left, first.budget, later + 1000 / perNode.perSecond).evict).toHaveLength(1)
  })

  test('a pod whose node is not known takes from no node', () => {
    const stuck = many(10).map((one) => ({ ...one, pod: without(one.pod, 'nodeName') }))
    const plan = planRecovery(stuck, fullBudget, later)
    expect(plan.evict).toHaveLength(10)
    expect(plan.budget.nodes.size).toBe(0)
  })

  test('a clock that is set back gives no evictions', () => {
    const first = planRecovery(many(100), fullBudget, later)
    const left = many(100).filter(({ pod }) => !names(first.evict).includes(pod.name))
    const back = planRecovery(left, first.budget, later - 60_000)
    expect(back.evict).toEqual([])
    // Nor does it take any for as long as it was set back.
    expect(planRecovery(left, back.budget, later - 59_000).evict).toHaveLength(perNamespace.perSecond)
  })

  test('buckets that are full again are forgotten', () => {
    const { budget } = planRecovery(many(3), fullBudget, later)
    expect([budget.namespaces.size, budget.nodes.size]).toEqual([1, 3])
    const full = planRecovery([], budget, later + 60_000).budget
    expect([full.namespaces.size, full.nodes.size]).toEqual([0, 0])
  })
})

const arbitraryPod = fc.record({
  nodeName: fc.constantFrom('n1', 'n2', 'n3'),
  namespace: fc.constantFrom('a', 'b', 'c'),
  createdAt: fc.integer({ min: attachedAt - 20, max: attachedAt + 20 }),
  hasRun: fc.boolean(),
  imagePullSecrets: fc.constantFrom<readonly string[]>([], ['other'], ['acme-registry']),
})
const arbitraryStuck = fc
  .array(fc.record({ pod: arbitraryPod, template: fc.constantFrom('none' as const, 'sets' as const) }), {
    maxLength: 120,
  })
  .map((all) =>
    all.map(({ pod, template }, index) =>
      aStuckPod({ template, pod: aPod({ ...pod, name: `p${index}`, uid: `u${index}` }) }),
    ),
  )

/** Evicts, and lets the controllers make new pods, as the ServiceAccount is now. */
const execute = (stuck: readonly StuckPod[], evicted: readonly StuckPod[], now: number): readonly StuckPod[] =>
  stuck.map((one) =>
    evicted.includes(one)
      ? {
          ...one,
          pod: { ...one.pod, uid: `${one.pod.uid}+`, createdAt: now / 1000, imagePullSecrets: ['acme-registry'] },
        }
      : one,
  )

describe('laws', () => {
  prop.prop([arbitraryStuck, fc.integer({ min: 0, max: 30_000 })])(
    'planning again after executing plans nothing, once time has passed; no pod goes twice',
    (all, late) => {
      let stuck: readonly StuckPod[] = all
      let budget: Budget = fullBudget
      let now = attachedAt * 1000 + late
      const gone: string[] = []
      for (let round = 0; round < 1000; round += 1) {
        const plan = planRecovery(stuck, budget, now)
        gone.push(...plan.evict.map(({ pod }) => pod.uid))
        stuck = execute(stuck, plan.evict, now)
        budget = plan.budget
        // Templates that hold a pod are looked at again for ever; nothing else is.
        if (plan.againMs === undefined || plan.againMs === rereadMs) break
        now += plan.againMs
      }
      expect(planRecovery(stuck, fullBudget, now + 3_600_000).evict).toEqual([])
      expect(new Set(gone).size).toBe(gone.length)
      expect(gone.every((uid) => !uid.endsWith('+'))).toBe(true)
    },
  )

  prop.prop([arbitraryStuck, fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 })])(
    'no more are evicted than burst and rate allow, whenever it is asked',
    (all, pauses) => {
      let budget: Budget = fullBudget
      let now = later
      const evicted: StuckPod[] = []
      for (const pause of pauses) {
        now += pause
        const plan = planRecovery(all, budget, now)
        evicted.push(...plan.evict)
        budget = plan.budget
      }
      const most = ({ burst, perSecond }: BudgetLimit) => burst + ((now - later) / 1000) * perSecond
      const mostOf = (of: (pod: Pod) => string) =>
        Math.max(
          0,
          ...Map.groupBy(evicted, ({ pod }) => of(pod))
            .values()
            .map(({ length }) => length),
        )
      expect(evicted.length).toBeLessThanOrEqual(most(perPolicy))
      expect(mostOf(({ namespace }) => namespace)).toBeLessThanOrEqual(most(perNamespace))
      expect(mostOf(({ nodeName }) => nodeName ?? '')).toBeLessThanOrEqual(most(perNode))
    },
  )
})
