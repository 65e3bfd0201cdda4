import { test as law, fc } from '@fast-check/jest'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createObstacles } from '../../../../src/controllers/credentials/obstacles.ts'
import { foreseeRestarts } from '../../../../src/controllers/detection/foreseeRestarts.ts'
import { ownerOf } from '../../../../src/controllers/detection/ownerOf.ts'
import { createWorld } from '../../../../src/controllers/detection/world.ts'
import type { Pod } from '../../../../src/domain/objects/pod.ts'
import { repositoryDenied } from '../../../../src/domain/restart/repositoryDenied.ts'
import { restartRisks } from '../../../../src/domain/restart/restartRisks.ts'
import { riskFinding } from '../../../../src/domain/restart/riskFinding.ts'
import type { EffectivePolicy } from '../../../../src/plan/credentials/effectivePolicy.ts'
import type { Reconcile, Result } from '../../../../src/runtime/controller.ts'
import { createStore } from '../../../../src/store/store.ts'
import { createTable } from '../../../../src/store/table.ts'
import { aContainer, aPod } from '../../../support/builders/pod.ts'
import { aPullSecret, anAccount } from '../../../support/builders/secret.ts'

const images = ['ghcr.io/acme/app:1', 'ghcr.io/acme/app:2', 'ghcr.io/acme/other:1'] as const
const namespaces = ['a', 'b'] as const
const nodes = ['n1', 'n2'] as const

/** The controller with its queue played; a clock that goes on with each look makes it rest often. */
const setUp = () => {
  const store = createStore()
  /** Secrets that no watch shows, by `namespace/name`: their types. */
  const unseen = new Map<string, string>()
  const secrets = { otherTypeOf: (namespace: string, name: string) => unseen.get(`${namespace}/${name}`) }
  const world = createWorld(store, createTable<EffectivePolicy>(), createObstacles(), secrets, () => false, true)
  const events: string[] = []
  let fault: Error | undefined
  let judged = 0
  let [due, time, version] = [false, 0, 0]
  let reconcile: Reconcile | undefined
  let working: Promise<unknown> = Promise.resolve()

  /** What the controller does when a key is due. */
  const run = async (): Promise<Result | undefined> => {
    due = false
    const result = await reconcile?.('all', new AbortController().signal)
    if (result?.kind === 'requeueAfter') due = true
    return result
  }

  const begin = async (): Promise<void> => {
    await working
    if (due) working = run()
  }

  return {
    store,
    world,
    unseen,
    events,
    run,
    isDue: () => due,
    /** How often a pod has been judged. */
    judged: () => judged,
    pass: (ms: number) => void (time += ms),
    /** The next look fails. */
    failOnce: (error: Error) => {
      fault = error
    },
    start: () =>
      foreseeRestarts({
        store,
        world: {
          ...world,
          node: (name) => {
            judged += 1
            const thrown = fault
            fault = undefined
            if (thrown !== undefined) throw thrown
            return world.node(name)
          },
        },
        clock: { now: () => (time += 1) },
        recorder: {
          record: ({ involved: { namespace, name }, message }) => events.push(`${namespace}/${name} ${message}`),
        },
        owners: {
          want: (namespace, owner) => {
            const workload = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'web' }
            store.owners.set(owner.uid, { workload, uid: 'deployment', template: 'none', readAt: 0 })
          },
        },
        queue: {
          addAfter: () => {
            due = true
          },
        },
        run: (given) => {
          reconcile = given
          return new Promise(() => {})
        },
      }),
    /** The next version of an object that is written. */
    version: () => String((version += 1)),
    /** A look that is due begins, and may rest when this resolves. */
    begin: async () => {
      await begin()
      await nextTurn()
    },
    settle: async () => {
      for (let left = true; left; left = due) {
        await begin()
        await working
      }
    },
  }
}

type Scene = ReturnType<typeof setUp>

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('denied' as const),
      subject: fc.constantFrom('1', '2', '3'),
      image: fc.option(fc.constantFrom(...images)),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('pod' as const),
      namespace: fc.constantFrom(...namespaces),
      name: fc.constantFrom('1', '2', '3'),
      is: fc.option(
        fc.record({
          nodeName: fc.constantFrom(...nodes),
          images: fc.uniqueArray(fc.constantFrom(...images), { minLength: 1 }),
          imagePullSecrets: fc.constantFrom([], ['acme'], ['acme', 'gone']),
          phase: fc.constantFrom('Running', 'Running', 'Succeeded'),
          deleting: fc.boolean(),
          waits: fc.boolean(),
          bare: fc.boolean(),
        }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('secret' as const),
      namespace: fc.constantFrom(...namespaces),
      keys: fc.option(fc.constantFrom(['ghcr.io/acme'], ['ghcr.io/acme/other'], ['quay.io'])),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('node' as const),
      name: fc.constantFrom(...nodes),
      kubeletVersion: fc.constantFrom('v1.34.1', 'v1.35.0', 'v1.36.0'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
)

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const deny = ({ store }: Scene, subject: string, image: string | undefined): void => {
  const workload = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'a', name: `denied-${subject}` }
  const part = { kind: 'container', name: 'app' } as const
  const failure = { class: 'Unauthorized' } as const
  const finding = { part, cause: 'CredentialsMissing', message: 'denied', remedy: '', failure } as const
  store.findings.set(
    subject,
    image === undefined ? undefined : { workload, findings: [{ ...finding, image }], since: 1 },
  )
}

const aRunningPod = (given: Partial<Pod>): Pod =>
  aPod({ phase: 'Running', hasRun: true, pulled: ['app'], uid: `${given.namespace}/${given.name}`, ...given })

const apply = async (scene: Scene, one: Step): Promise<void> => {
  const { store } = scene
  if (one.kind === 'begin') return scene.begin()
  if (one.kind === 'settle') return scene.settle()
  if (one.kind === 'denied') return deny(scene, one.subject, one.image ?? undefined)
  if (one.kind === 'node') {
    const { name, kubeletVersion } = one
    return store.nodes.upsert(name, { name, os: 'linux', architecture: 'amd64', kubeletVersion })
  }
  const { namespace } = one
  if (one.kind === 'secret') {
    const key = `${namespace}/acme`
    if (one.keys === null) return store.pullSecrets.remove(key)
    const resourceVersion = scene.version()
    return store.pullSecrets.upsert(key, aPullSecret('acme', one.keys, { namespace, resourceVersion }))
  }
  const { name, is } = one
  if (is === null) return store.pods.remove(`${namespace}/${name}`)
  const { images: ofPod, waits, bare, ...rest } = is
  const containers = ofPod.map((image, index) => aContainer({ name: `c${index}`, image }))
  const { controller, ...pod } = aRunningPod({ namespace, name, containers, ...rest })
  store.pods.upsert(`${namespace}/${name}`, {
    ...pod,
    ...(!bare && controller !== undefined && { controller }),
    pulled: containers.map((container) => container.name),
    waiting: waits ? [{ container: 'c0', reason: 'CrashLoopBackOff', message: '' }] : [],
  })
}

/** Every risk, worked out anew from all that the store holds. */
const fromScratch = ({ store, world }: Scene): readonly string[] => {
  const denied = new Set(
    [...store.findings.subjects()].flatMap((subject) =>
      (store.findings.of(subject)?.findings ?? []).flatMap((finding) => repositoryDenied(finding) ?? []),
    ),
  )
  return restartRisks(store.pods.values(), denied, world)
    .map((risk) => JSON.stringify([ownerOf(store, risk.pod).workload, risk.pod.createdAt, riskFinding(risk)]))
    .sort()
}

const filed = ({ store }: Scene): readonly string[] =>
  [...store.risks.subjects()]
    .flatMap((subject) => store.risks.of(subject) ?? [])
    .flatMap(({ workload, since, findings }) => findings.map((finding) => JSON.stringify([workload, since, finding])))
    .sort()

law.prop([fc.array(step, { maxLength: 60, size: 'max' }), fc.nat(20)], { numRuns: 1000 })(
  'what is filed after any changes, also amid looks, is what one would work out from scratch',
  async (steps, before) => {
    const scene = setUp()
    for (const one of steps.slice(0, before)) await apply(scene, one)
    await scene.start()
    for (const one of steps.slice(before)) await apply(scene, one)
    await scene.settle()
    expect(filed(scene)).toEqual(fromScratch(scene))
  },
)

describe('a risk is filed and told of', () => {
  const borrower = { namespace: 'a', name: 'borrower', imagePullSecrets: ['gone'] }
  const put = ({ store }: Scene, pod: Pod): void => store.pods.upsert(`${pod.namespace}/${pod.name}`, pod)

  const foretold = async (): Promise<Scene & { readonly changes: unknown[] }> => {
    const scene = setUp()
    await apply(scene, { kind: 'node', name: 'n1', kubeletVersion: 'v1.35.0' })
    put(scene, aRunningPod(borrower))
    deny(scene, '1', images[0])
    await scene.start()
    await scene.settle()
    const changes: unknown[] = []
    scene.store.risks.changes.subscribe((change) => changes.push(change))
    return { ...scene, changes }
  }

  test('once, and not again when a look finds the same', async () => {
    const scene = await foretold()
    expect(scene.events).toEqual([expect.stringContaining('a/web It runs, but')])
    deny(scene, '2', images[0])
    put(scene, aRunningPod({ ...borrower, phase: 'Running', uid: 'made-anew' }))
    await apply(scene, { kind: 'node', name: 'n1', kubeletVersion: 'v1.36.0' })
    await scene.settle()
    expect(scene.changes).toEqual([])
    expect(scene.events).toHaveLength(1)
  })

  test('once its owner has been read, without another look at its pods', async () => {
    const scene = setUp()
    await apply(scene, { kind: 'node', name: 'n1', kubeletVersion: 'v1.35.0' })
    put(scene, aRunningPod(borrower))
    deny(scene, '1', images[0])
    await scene.start()
    await scene.settle()
    expect([scene.events.length, scene.judged()]).toEqual([1, 1])
    expect(filed(scene)).toEqual(fromScratch(scene))
  })

  test('until nobody is denied the repository', async () => {
    const scene = await foretold()
    deny(scene, '1', undefined)
    await scene.settle()
    expect(scene.changes).toEqual([expect.objectContaining({ after: undefined })])
  })

  test('when the image of a container is another in place', async () => {
    const scene = await foretold()
    deny(scene, '2', images[2])
    await scene.settle()
    put(scene, aRunningPod({ ...borrower, containers: [aContainer({ image: images[2] })] }))
    await scene.settle()
    expect(filed(scene)).toEqual([expect.stringContaining(images[2])])
    expect(filed(scene)).toEqual(fromScratch(scene))
  })

  test('with what an account has come to list', async () => {
    const scene = await foretold()
    const { store } = scene
    store.serviceAccounts.upsert('a/default', anAccount(['acme'], { namespace: 'a' }))
    await scene.settle()
    expect(filed(scene)).toEqual(fromScratch(scene))
  })

  test('until it is found that the Secret is there, and of another type: a pod that fails for it tells', async () => {
    const scene = await foretold()
    scene.unseen.set('a/gone', 'Opaque')
    scene.store.findings.set('other', {
      workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'a', name: 'other' },
      findings: [{ part: { kind: 'container', name: 'app' }, cause: 'PullSecretWrongType', message: '', remedy: '' }],
      since: 1,
    })
    await scene.settle()
    expect(filed(scene)).toEqual([])
  })

  test('until a look that is due after a minute finds that it is over, though no change told', async () => {
    const scene = await foretold()
    scene.unseen.set('a/gone', 'Opaque')
    const { length } = filed(scene)
    deny(scene, '2', images[2])
    await scene.settle()
    expect(filed(scene)).toHaveLength(length)
    scene.pass(60_000)
    deny(scene, '2', undefined)
    await scene.settle()
    expect(filed(scene)).toEqual([])
  })

  test('also when a look failed in between', async () => {
    const scene = await foretold()
    put(scene, aRunningPod({ ...borrower, name: 'another' }))
    scene.failOnce(new Error('no memory'))
    await expect(scene.run()).rejects.toThrow('no memory')
    expect(await scene.run()).toEqual({ kind: 'done' })
    expect(filed(scene)).toHaveLength(2)
    expect(filed(scene)).toEqual(fromScratch(scene))
  })

  test('after the diagnosis of a burst: the look is put off, once', async () => {
    const scene = await foretold()
    for (let index = 0; index < 31; index++) deny(scene, `${index}`, `ghcr.io/acme/of-many-${index}:1`)
    put(
      scene,
      aRunningPod({ ...borrower, name: 'another', containers: [aContainer({ image: 'ghcr.io/acme/of-many-7:1' })] }),
    )
    expect(scene.isDue()).toBe(true)
    expect(await scene.run()).toEqual({ kind: 'requeueAfter', ms: 1000 })
    expect(filed(scene)).toHaveLength(1)
    deny(scene, 'one-more', 'ghcr.io/acme/one-more:1')
    expect(await scene.run()).toEqual({ kind: 'done' })
    expect(filed(scene)).toEqual(fromScratch(scene))
  })
})
