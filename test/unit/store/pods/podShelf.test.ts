import { test as law, fc } from '@fast-check/jest'
import { randomUUID } from 'node:crypto'
import type { Pod } from '../../../../src/domain/objects/pod.ts'
import { createPodShelf } from '../../../../src/store/pods/podShelf.ts'
import { aContainer, aPod } from '../../../support/builders/pod.ts'

const optionally = (some: Partial<Pod>): fc.Arbitrary<Partial<Pod>> => fc.constantFrom(some, {})

const uid = fc.oneof(
  fc.uuid(),
  fc.uuid().map((text) => text.toUpperCase()),
  fc.constantFrom('u', '', '-'.repeat(36)),
)
const controllerName = fc.constantFrom('web-6d4b', 'web', 'wéb')
/** As API servers make them, but for the last two. */
const ownerUid = fc.constantFrom(
  '7ca55824-af10-4fe9-a223-000000000001',
  '7ca55824-af10-4fe9-a223-000000000002',
  '7CA55824-AF10-4FE9-A223-000000000001',
  'o1',
)
const ending = fc.oneof(fc.constantFrom('x7x9k', '0', 'abcdefgh', 'abcdefghi', '', 'é', '\0', '0-x'))
const createdAt = fc.oneof(fc.constantFrom(1_700_000_000, 0, -5, 2 ** 32, 1.5), fc.nat())

const pod = fc
  .record({
    base: fc.record({
      namespace: fc.constantFrom('team', 'team-b'),
      uid,
      createdAt,
      deleting: fc.boolean(),
      serviceAccountName: fc.constantFrom('default', 'robot'),
      imagePullSecrets: fc.constantFrom([], ['a'], ['a', 'b']),
      phase: fc.constantFrom('Pending', 'Running'),
      containers: fc.constantFrom('app:1', 'app:2').map((image) => [aContainer({ image })]),
      pulled: fc.constantFrom([], ['app']),
      waiting: fc.constantFrom([], [{ container: 'app', reason: 'ErrImagePull', message: 'm' }]),
      hasRun: fc.boolean(),
    }),
    owner: fc.option(fc.record({ name: controllerName, uid: ownerUid })),
    name: fc.tuple(controllerName, ending).map((parts) => parts.join('-')),
    optional: fc
      .tuple(
        fc.oneof(optionally({ nodeName: 'n1' }), optionally({ nodeName: 'n2' }), optionally({ nodeName: '' })),
        optionally({ runtimeClassName: 'kata' }),
        fc.oneof(optionally({ notReadySince: 1 }), optionally({ notReadySince: 2 })),
        optionally({ podTemplateHash: '6d4b' }),
      )
      .map(([a, b, c, d]): Partial<Pod> => ({ ...a, ...b, ...c, ...d })),
  })
  .map(({ base, owner, name, optional: given }): Pod => {
    const { controller: _owner, nodeName: _node, podTemplateHash: _hash, ...bare } = aPod(base)
    const controller = owner && { apiVersion: 'apps/v1', kind: 'ReplicaSet', ...owner }
    return { ...bare, name, ...given, ...(controller !== null && { controller }) }
  })

const keyOf = ({ namespace, name }: Pod): string => `${namespace}/${name}`

law.prop([fc.array(fc.tuple(pod, fc.integer({ min: 0, max: 3 })), { maxLength: 60 })])(
  'holds what a Map would, whatever pods come, change and go',
  (steps) => {
    const shelf = createPodShelf()
    const model = new Map<string, Pod>()
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
    }
    expect(shelf.size()).toBe(model.size)
    expect([...shelf.keys()].toSorted()).toEqual([...model.keys()].toSorted())
    expect(new Map([...shelf.values()].map((one) => [keyOf(one), one]))).toEqual(model)
    for (const [key, one] of model) expect(shelf.get(key)).toEqual(one)
    const isRobot = ({ serviceAccountName }: Pick<Pod, 'serviceAccountName'>): boolean => serviceAccountName === 'robot'
    expect(new Map([...shelf.thatShare(isRobot)].map((one) => [keyOf(one), one]))).toEqual(
      new Map([...model].filter(([, one]) => isRobot(one))),
    )
  },
)

const many = 5_000

/** Their own copies of everything, as decoders make them. */
const podOf = (index: number, given: Partial<Pod> = {}): Pod =>
  structuredClone(
    aPod({ name: `web-6d4b75cb6d-${index.toString(36)}`, uid: randomUUID(), nodeName: `n${index % 7}`, ...given }),
  )

test('thousands of pods of one owner are found, and hold one copy of what they share', () => {
  const shelf = createPodShelf()
  const pods = Array.from({ length: many }, (_, index) => podOf(index))
  for (const one of pods) shelf.put(keyOf(one), one)
  for (const one of pods) expect(shelf.get(keyOf(one))).toEqual(one)
  const lists = new Set([...shelf.values()].map(({ containers }) => containers))
  expect(lists.size).toBe(1)
  expect(shelf.size()).toBe(many)
  for (const one of pods.slice(1)) shelf.remove(keyOf(one))
  expect([...shelf.values()]).toEqual(pods.slice(0, 1))
})

law.prop([fc.array(fc.tuple(fc.nat(40), fc.nat(3), fc.nat(3)), { maxLength: 200 })])(
  'owners come and go, and what they have in common stays with those that are left',
  (steps) => {
    const shelf = createPodShelf()
    const model = new Map<string, Pod>()
    for (const [owner, image, dice] of steps) {
      const name = `web-${owner % 5}`
      const ownUid = `7ca55824-af10-4fe9-a223-${String(owner).padStart(12, '0')}`
      const controller = {
        apiVersion: 'apps/v1',
        kind: owner % 2 === 0 ? 'ReplicaSet' : 'StatefulSet',
        name,
        uid: ownUid,
      }
      const one = aPod({
        namespace: `team-${owner % 3}`,
        name: `${name}-${owner}`,
        uid: ownUid,
        controller,
        containers: [aContainer({ image: `app:${image}` })],
      })
      if (dice === 0) {
        shelf.remove(keyOf(one))
        model.delete(keyOf(one))
      } else {
        shelf.put(keyOf(one), one)
        model.set(keyOf(one), one)
      }
    }
    expect(new Map([...shelf.values()].map((one) => [keyOf(one), one]))).toEqual(model)
  },
)

test('owners of one chart hold one copy of what it says', () => {
  const shelf = createPodShelf()
  for (let index = 0; index < 100; index++) {
    const controller = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `web-${index}`, uid: randomUUID() }
    const one = podOf(index, { name: `web-${index}-x`, controller })
    shelf.put(keyOf(one), one)
  }
  expect(new Set([...shelf.values()].map(({ containers }) => containers)).size).toBe(1)
})

test('a pod that fails keeps the lists that it shared while it was well', () => {
  const shelf = createPodShelf()
  const well = podOf(1)
  shelf.put(keyOf(well), well)
  const before = shelf.get(keyOf(well))
  const failing = podOf(1, { waiting: [{ container: 'app', reason: 'ErrImagePull', message: 'm' }] })
  expect(shelf.put(keyOf(failing), failing).after.containers).toBe(before?.containers)
  expect(shelf.get(keyOf(failing))).toEqual(failing)
})
