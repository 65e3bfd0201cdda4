import { test as law, fc } from '@fast-check/jest'
import type { ServiceAccount } from '../../../../src/domain/objects/serviceAccount.ts'
import { createAccountShelf } from '../../../../src/store/accounts/accountShelf.ts'

const account: fc.Arbitrary<ServiceAccount> = fc
  .record({
    namespace: fc.constantFrom('team', 'team-b', 'team-c'),
    name: fc.constantFrom('default', 'robot', 'é', ''),
    uid: fc.oneof(
      fc.uuid(),
      fc.constantFrom('u', ''),
      fc.uuid().map((text) => text.toUpperCase()),
    ),
    resourceVersion: fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String),
      fc.constantFrom('0', '01', '', ' 1', '1e3', '-1', '4294967296', '9007199254740991', '9007199254740992', 'x'),
    ),
    labels: fc.constantFrom({}, { a: '1' }, { a: '1', b: '2' }, { a: '2' }),
    imagePullSecrets: fc.constantFrom([], ['a'], ['a', 'b'], ['b', 'a'], ['']),
    attached: fc.option(fc.constantFrom('', '{"a":"2026-01-01T00:00:00Z"}')),
  })
  .map(({ attached, ...rest }) => ({ ...rest, ...(attached !== null && { attached }) }))

const keyOf = ({ namespace, name }: ServiceAccount): string => `${namespace}/${name}`

law.prop([fc.array(fc.tuple(account, fc.integer({ min: 0, max: 3 })), { maxLength: 80 })])(
  'holds what a Map would, whatever accounts come, change and go',
  (steps) => {
    const shelf = createAccountShelf()
    const model = new Map<string, ServiceAccount>()
    for (const [one, dice] of steps) {
      const key = keyOf(one)
      if (dice === 0) {
        expect(shelf.remove(key)).toEqual(model.get(key))
        model.delete(key)
      } else {
        expect(shelf.put(key, one)).toEqual({ before: model.get(key), after: one })
        model.set(key, one)
      }
      expect(shelf.get(key)).toEqual(model.get(key))
      expect(shelf.size()).toBe(model.size)
      expect([...shelf.keysIn(one.namespace)].toSorted()).toEqual(
        [...model.keys()].filter((held) => model.get(held)?.namespace === one.namespace).toSorted(),
      )
    }
    expect([...shelf.keys()].toSorted()).toEqual([...model.keys()].toSorted())
    expect(new Map([...shelf.values()].map((one) => [keyOf(one), one]))).toEqual(model)
    for (const namespace of ['team', 'team-b', 'team-c', 'nobody']) {
      expect([...shelf.keysIn(namespace)].toSorted()).toEqual(
        [...model.keys()].filter((key) => key.startsWith(`${namespace}/`)).toSorted(),
      )
    }
  },
)

test('what accounts say alike is held once', () => {
  const shelf = createAccountShelf()
  for (let index = 0; index < 1000; index++) {
    const one = {
      namespace: `team-${index}`,
      name: 'default',
      uid: '7ca55824-af10-4fe9-a223-000000000001',
      resourceVersion: String(index),
      labels: {},
      imagePullSecrets: ['registry'],
    }
    shelf.put(keyOf(one), one)
  }
  expect(new Set([...shelf.values()].map(({ imagePullSecrets }) => imagePullSecrets)).size).toBe(1)
})
