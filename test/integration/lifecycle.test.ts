import { textAt, textsAt } from '../support/apiserver/json.ts'
import { eventually } from './support/eventually.ts'
import type { Operator } from './support/operator.ts'
import { pathOf } from './support/paths.ts'
import { conditionOf, configOf, find, pullSecretsOf, type Scene, startScene, statusOf } from './support/scene.ts'
import { operatorNamespace } from './support/testServer.ts'

describe('how the operator begins, ends, and begins again', () => {
  let scene: Scene
  let source: string

  beforeAll(async () => {
    scene = await startScene('lifecycle')
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
  })
  afterAll(() => scene.close())

  const lease = (name: string) => find(scene, pathOf('Lease', operatorNamespace, scene.name(name)))
  const holder = async (name: string) => textAt((await lease(name))?.['spec'], 'holderIdentity')
  const leads = (operator: Operator) => operator.log().some(({ message }) => message === 'leading')

  test('kill -9 in the middle of a burst: a new start finishes the job', async () => {
    const count = 40
    const namespaces = Array.from({ length: count }, (_, index) => scene.name(`burst-${index}`))
    const policy = await scene.policy(
      'burst',
      scene.handOut([source], { namespaceSelector: scene.namespaces({ burst: '' }) }),
    )
    const secret = `pullkeeper-${policy}`
    const first = scene.operator({ leaseName: scene.name('burst-1') })
    await first.ready()
    const creating = namespaces.map((name) =>
      scene.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: textsAt(scene.namespaces({ burst: '' }), 'matchLabels') },
      }),
    )
    await eventually('some are done, and not all', async () => {
      const done = await Promise.all(namespaces.map((name) => configOf(scene, name, secret)))
      expect(done.some((config) => config !== undefined)).toBe(true)
    })
    expect(await first.kill()).toBe('SIGKILL')
    await Promise.all(creating)
    const left = (await Promise.all(namespaces.map((name) => configOf(scene, name, secret)))).filter(
      (config) => config === undefined,
    ).length
    console.log(`${scene.server.kind}: killed with ${left} of ${count} namespaces without their secret`)

    const second = scene.operator({ leaseName: scene.name('burst-2') })
    await eventually('every one is complete', async () => {
      for (const name of namespaces) {
        expect(await configOf(scene, name, secret)).toBeDefined()
        expect(await pullSecretsOf(scene, name)).toEqual([secret])
      }
    })
    // Once more in the middle of taking it all back.
    await scene.client.delete(pathOf('ImagePolicy', policy))
    await eventually('some are taken back', async () => {
      const names = await Promise.all(namespaces.map((name) => pullSecretsOf(scene, name)))
      expect(names.some((each) => each.length === 0)).toBe(true)
    })
    await second.kill()
    const third = scene.operator({ leaseName: scene.name('burst-3') })
    await eventually('nothing is left', async () => {
      expect(await find(scene, pathOf('ImagePolicy', policy))).toBeUndefined()
      for (const name of namespaces) {
        expect(await configOf(scene, name, secret)).toBeUndefined()
        expect(await pullSecretsOf(scene, name)).toEqual([])
      }
    })
    await third.stop()
  })

  test('SIGTERM ends it in good order, with status 0, and gives the Lease back', async () => {
    const operator = scene.operator({ leaseName: scene.name('term') })
    await operator.ready()
    await eventually('it leads', async () => {
      expect(await holder('term')).not.toBe('')
    })
    expect(await operator.stop()).toBe(0)
    expect(operator.log().map(({ message }) => message)).toEqual(expect.arrayContaining(['Lease released', 'stopped']))
    expect(await holder('term')).toBe('')
  })

  test('of two operators only the one that holds the Lease writes; when it stops the other goes on at once', async () => {
    const leaseName = scene.name('two')
    const leader = scene.operator({ leaseName })
    await leader.ready()
    await eventually('the first leads', () => {
      expect(leads(leader)).toBe(true)
    })
    const follower = scene.operator({ leaseName })
    await follower.ready()
    const policy = await scene.policy(
      'two',
      scene.handOut([source], { namespaceSelector: scene.namespaces({ two: '' }) }),
    )
    const namespace = await scene.namespace('two', { two: '' })
    await eventually('handed out', async () => {
      expect(await pullSecretsOf(scene, namespace)).toEqual([`pullkeeper-${policy}`])
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ reason: 'Applied' })
    })
    const writesOf = async (operator: Operator) =>
      /^pullkeeper_writes_total\{.*\} \d+$/m.exec(await operator.metrics())?.[0]
    expect(await writesOf(leader)).toBeDefined()
    expect(await writesOf(follower)).toBeUndefined()
    expect(await follower.metrics()).toContain('leader_election_master_status{name="pullkeeper"} 0')
    expect(leads(follower)).toBe(false)

    await leader.stop()
    const after = await scene.namespace('two-after', { two: '' })
    await eventually('the second has taken over', async () => {
      expect(await pullSecretsOf(scene, after)).toEqual([`pullkeeper-${policy}`])
    })
    expect(leads(follower)).toBe(true)
    expect(await follower.metrics()).toContain('leader_election_master_status{name="pullkeeper"} 1')
    await follower.stop()
  })

  test('a leader whose Lease somebody takes stops writing and ends', async () => {
    const operator = scene.operator({ leaseName: scene.name('robbed') })
    await eventually('it leads', () => {
      expect(leads(operator)).toBe(true)
    })
    await scene.client.patch(pathOf('Lease', operatorNamespace, scene.name('robbed')), {
      spec: { holderIdentity: 'somebody-else', renewTime: new Date().toISOString().replace('Z', '000Z') },
    })
    expect(await operator.exited).toBe(1)
    expect(operator.log().map(({ message }) => message)).toContain('Lease lost')
    expect(await holder('robbed')).toBe('somebody-else')
  })

  test('it says what it is doing: healthy at once, ready after the first sync, metrics under their known names', async () => {
    const operator = scene.operator({ leaseName: scene.name('told') })
    await operator.ready()
    expect(await operator.probe('/healthz')).toEqual({ status: 200, body: 'ok' })
    expect((await operator.probe('/readyz?verbose')).body).toContain('[+]watch pods ok')
    await eventually('it leads', () => {
      expect(leads(operator)).toBe(true)
    })
    const metrics = await operator.metrics()
    for (const name of [
      'controller_runtime_reconcile_total',
      'controller_runtime_reconcile_time_seconds_bucket',
      'workqueue_depth',
      'workqueue_adds_total',
      'leader_election_master_status',
      'pullkeeper_managed_secrets',
      'process_resident_memory_bytes',
    ])
      expect(metrics).toContain(name)
    for (const line of operator.output().trim().split('\n')) expect(() => void JSON.parse(line)).not.toThrow()
    await operator.stop()
  })

  // An API server that has just begun knows no roles yet and refuses everyone, so this comes before the last test.
  test('it may do all that it does: nothing was refused', async () => {
    const refused = (await scene.requests()).filter(
      // Kubernetes refuses to create in a namespace that is going.
      ({ status, verb }) => status === 401 || (status === 403 && verb !== 'create'),
    )
    expect(refused).toEqual([])
  })

  test('the API server is gone at the start: healthy, not ready, and at work once it is there', async () => {
    await scene.server.suspend()
    const operator = scene.operator({ leaseName: scene.name('early') })
    try {
      await eventually('it says so', async () => {
        expect(await operator.probe('/healthz')).toMatchObject({ status: 200 })
        expect(await operator.probe('/readyz')).toMatchObject({
          status: 503,
          body: expect.stringContaining('[-]watch pods not ready: not synced yet'),
        })
        expect(operator.log()).toContainEqual(
          expect.objectContaining({ level: 'warn', message: 'watch interrupted', reason: expect.any(String) }),
        )
      })
    } finally {
      await scene.server.resume()
    }
    await operator.ready()
    const policy = await scene.policy(
      'early',
      scene.handOut([source], { namespaceSelector: scene.namespaces({ early: '' }) }),
    )
    const namespace = await scene.namespace('early', { early: '' })
    await eventually('it works', async () => {
      expect(await pullSecretsOf(scene, namespace)).toEqual([`pullkeeper-${policy}`])
    })

    // And in the middle: what was known stays, what comes afterwards is done.
    await scene.server.suspend()
    await eventually('it notices', () => {
      const warnings = operator.log().filter(({ message }) => message === 'watch interrupted')
      expect(warnings.length).toBeGreaterThan(0)
    })
    expect(await operator.probe('/healthz')).toMatchObject({ status: 200 })
    await scene.server.resume()
    const later = await scene.namespace('early-later', { early: '' })
    await eventually('it goes on', async () => {
      expect(await pullSecretsOf(scene, later)).toEqual([`pullkeeper-${policy}`])
    })
    await operator.ready()
    await eventually('and says so', async () => {
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ status: 'True', reason: 'Applied' })
    })
    expect(await operator.stop()).toBe(0)
  })
})
