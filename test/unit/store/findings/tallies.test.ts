import { test as law, fc } from '@fast-check/jest'
import type { Cause } from '../../../../src/domain/failure/cause.ts'
import type { WorkloadFindings } from '../../../../src/domain/failure/finding.ts'
import { findingKey } from '../../../../src/domain/failure/findingGroup.ts'
import { createStore } from '../../../../src/store/store.ts'

const namespaces = ['a', 'b', 'c'] as const
const policies = ['p', 'q'] as const
const teams = ['red', 'blue', undefined] as const
const causes: readonly Cause[] = ['ImageNotFound', 'Unknown']
/** Fewer than there are items, so that some are left out. */
const limit = 4

const found = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    workload: fc.constantFrom('web', 'db'),
    items: fc.uniqueArray(fc.tuple(fc.constantFrom('app', 'proxy'), fc.constantFrom(...causes)), {
      minLength: 1,
      maxLength: 3,
      selector: String,
    }),
    message: fc.constantFrom('x', 'y'),
  })
  .map(({ namespace, workload, items, message }): WorkloadFindings => ({
    workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: workload },
    findings: items.map(([name, cause]) => ({ part: { kind: 'container', name }, cause, message, remedy: '' })),
    since: 1,
  }))

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ subject: fc.constantFrom('1', '2', '3', '4', '5', '6'), found: fc.option(found) }),
  },
  { weight: 1, arbitrary: fc.record({ namespace: fc.constantFrom(...namespaces), team: fc.constantFrom(...teams) }) },
  { weight: 1, arbitrary: fc.record({ policy: fc.constantFrom(...policies), team: fc.constantFrom(...teams) }) },
)

interface Item {
  readonly key: string
  readonly workload: string
  readonly cause: Cause
  readonly pods: number
  readonly message: string
}

/** Items of some namespaces, worked out anew from what each subject says. */
const itemsOf = (said: ReadonlyMap<string, WorkloadFindings>, among: ReadonlySet<string>): readonly Item[] => {
  const items = new Map<string, Item>()
  for (const { workload, findings } of said.values()) {
    if (!among.has(workload.namespace)) continue
    for (const finding of findings) {
      const key = findingKey(workload, finding)
      const { pods, message } = items.get(key) ?? { pods: 0, message: finding.message }
      items.set(key, {
        key,
        workload: `${workload.namespace}/${workload.name}`,
        cause: finding.cause,
        pods: pods + 1,
        message: finding.message < message ? finding.message : message,
      })
    }
  }
  return [...items.values()].sort((a, b) => b.pods - a.pods || (a.key < b.key ? -1 : 1))
}

const workloadsOf = (items: readonly Item[]): number => new Set(items.map(({ workload }) => workload)).size

const causesOf = (items: readonly Item[]) =>
  [...Map.groupBy(items, ({ cause }) => cause)]
    .map(([cause, some]) => ({
      cause,
      workloads: workloadsOf(some),
      pods: some.reduce((sum, { pods }) => sum + pods, 0),
    }))
    .sort((a, b) => b.workloads - a.workloads || (a.cause < b.cause ? -1 : 1))

law.prop([fc.array(step, { maxLength: 60 })])(
  'kept step by step, totals and first items are those that one would work out from scratch',
  (steps) => {
    const store = createStore()
    const said = new Map<string, WorkloadFindings>()
    const teamOf = new Map<string, string>()
    const selected = new Map<string, string>()

    const policyChanged = (policy: string, team: string | undefined): void => {
      const records = [...teamOf].map(([name, label]) => ({ name, labels: { team: label }, terminating: false }))
      if (team === undefined) selected.delete(policy)
      else selected.set(policy, team)
      store.membership.policyChanged(
        policy,
        team === undefined ? undefined : ({ team: label }) => label === team,
        records,
      )
    }
    const namespaceChanged = (name: string, team: string | undefined): void => {
      if (team === undefined) teamOf.delete(name)
      else teamOf.set(name, team)
      store.membership.namespaceChanged(
        name,
        team === undefined ? undefined : { name, labels: { team }, terminating: false },
      )
    }

    for (const one of steps) {
      if ('policy' in one) policyChanged(one.policy, one.team)
      else if ('namespace' in one) namespaceChanged(one.namespace, one.team)
      else {
        store.findings.set(one.subject, one.found ?? undefined)
        if (one.found === null) said.delete(one.subject)
        else said.set(one.subject, one.found)
      }

      for (const policy of policies) {
        const members = new Set([...teamOf].flatMap(([name, team]) => (team === selected.get(policy) ? [name] : [])))
        const items = itemsOf(said, members)
        const summary = store.tallies.of(policy, limit)
        expect(summary).toMatchObject({
          total: items.length,
          failing: workloadsOf(items),
          byCause: causesOf(items),
        })
        expect(summary.items.map(({ key, pods, message }) => ({ key, pods, message }))).toEqual(
          items.slice(0, limit).map(({ key, pods, message }) => ({ key, pods, message })),
        )
        expect(store.tallies.causesOf(policy)).toEqual(causesOf(items))
      }
      expect(store.tallies.causes()).toEqual(causesOf(itemsOf(said, new Set(namespaces))))
    }
  },
)
