import { test as law, fc } from '@fast-check/jest'
import { createCountedGroup } from '../../../../src/store/findings/countedGroup.ts'

const fixed = {
  key: 'k',
  workload: { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'a', name: 'agent' },
  part: { kind: 'container', name: 'app' },
  cause: 'ImageNotFound',
  since: 1,
} as const

/** What a group shows, worked out anew from who says what. */
const shownOf = (said: ReadonlyMap<string, string>) =>
  said.size === 0 ? undefined : { pods: said.size, message: [...said.values()].toSorted()[0] }

const subject = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5')
const message = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string({ minLength: 1, maxLength: 3 }))

law.prop([
  fc.array(fc.oneof(fc.tuple(subject, message), fc.tuple(subject, fc.constant(undefined))), { maxLength: 200 }),
])('after any changes it shows how many are in it, and the smallest of what they say', (changes) => {
  const group = createCountedGroup(fixed)
  const said = new Map<string, string>()
  for (const [who, what] of changes) {
    if (what === undefined) {
      group.drop(who)
      said.delete(who)
    } else {
      group.put(who, what)
      said.set(who, what)
    }
    const shown = group.show()
    expect(shown && { pods: shown.pods, message: shown.message }).toEqual(shownOf(said))
  }
})

test('a pod that says something else each time: nothing of that is shown', () => {
  const group = createCountedGroup(fixed)
  group.put('steady', 'a')
  for (let turn = 0; turn < 10_000; turn++) group.put('fickle', `z${turn}`)
  expect(group.show()).toMatchObject({ pods: 2, message: 'a' })
  group.drop('steady')
  expect(group.show()).toMatchObject({ pods: 1, message: 'z9999' })
})
