import { test as law, fc } from '@fast-check/jest'
import type { Labels } from '../../../src/domain/objects/labels.ts'
import type { Namespace } from '../../../src/domain/objects/namespace.ts'
import { createMembership } from '../../../src/store/membership.ts'

const policies = ['p', 'q', 'r'] as const
const names = ['a', 'b', 'c', 'd'] as const
const teams = ['red', 'blue'] as const

const selecting = (team: string) => (labels: Labels) => labels['team'] === team

const change = fc.oneof(
  fc.record({ namespace: fc.constantFrom(...names), team: fc.option(fc.constantFrom(...teams), { nil: undefined }) }),
  fc.record({ policy: fc.constantFrom(...policies), team: fc.option(fc.constantFrom(...teams), { nil: undefined }) }),
)

law.prop([fc.array(change, { maxLength: 30 })])(
  'kept step by step, it is what one would work out from scratch, and each step tells what moved',
  (changes) => {
    const membership = createMembership()
    const namespaces = new Map<string, Namespace>()
    const selectors = new Map<string, string>()
    const expected = (policy: string) =>
      [...namespaces.values()].filter(({ labels }) => labels['team'] === selectors.get(policy)).map(({ name }) => name)
    const all = () =>
      new Map(policies.map((policy) => [policy, new Set(selectors.has(policy) ? expected(policy) : [])]))

    for (const step of changes) {
      const before = all()
      let moved: ReadonlySet<string>
      if ('namespace' in step) {
        const { namespace: name, team } = step
        const namespace = team === undefined ? undefined : { name, labels: { team }, terminating: false }
        if (namespace === undefined) namespaces.delete(name)
        else namespaces.set(name, namespace)
        moved = membership.namespaceChanged(name, namespace)
        const after = all()
        expect([...moved].toSorted()).toEqual(
          policies.filter((policy) => before.get(policy)?.has(name) !== after.get(policy)?.has(name)),
        )
      } else {
        const { policy, team } = step
        if (team === undefined) selectors.delete(policy)
        else selectors.set(policy, team)
        moved = membership.policyChanged(policy, team === undefined ? undefined : selecting(team), namespaces.values())
        const after = all().get(policy) ?? new Set()
        expect([...moved].toSorted()).toEqual(names.filter((name) => before.get(policy)?.has(name) !== after.has(name)))
      }
      for (const [policy, selected] of all()) {
        expect(new Set(membership.namespacesOf(policy))).toEqual(selected)
        for (const name of names) expect(membership.policiesOf(name).has(policy)).toBe(selected.has(name))
      }
    }
  },
)
