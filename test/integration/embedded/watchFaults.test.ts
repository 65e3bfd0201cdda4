import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiServer, Fault, FaultMatch } from '../../support/apiserver/index.ts'
import { eventually } from '../support/eventually.ts'
import { barePod, base64, dockerConfig } from '../support/objects.ts'
import type { Operator } from '../support/operator.ts'
import { pathOf } from '../support/paths.ts'
import { configOf, find, pullSecretsOf, type Scene, startScene, statusOf } from '../support/scene.ts'
import { operatorNamespace, operatorUser } from '../support/testServer.ts'

const resources = ['namespaces', 'serviceaccounts', 'secrets', 'pods', 'imagepolicies'] as const

describe('an API server that misbehaves', () => {
  let scene: Scene
  let server: ApiServer
  let operator: Operator
  let policy: string
  let secret: string
  let source: string
  let round = 0
  /** A cluster of its own whose operator hears nothing of a namespace: it takes 90 s to notice, beside all else. */
  let silent: Scene
  let unheard: string

  beforeAll(async () => {
    silent = await startScene('silent')
    const theirs = await silent.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    await silent.policy('acme', silent.handOut([theirs]))
    await silent.operator().ready()
    silent.server.embedded?.faults.next({
      match: { user: operatorUser, verb: 'watch', resource: 'namespaces' },
      respond: { do: 'silence', afterBytes: 0 },
    })
    silent.server.embedded?.disconnect()
    await sleep(200)
    await eventually('the fault has been met', () => {
      expect(silent.server.embedded?.audit.count({ user: operatorUser, verb: 'watch', resource: 'namespaces' })).toBe(2)
    })
    unheard = await silent.namespace('unheard')

    scene = await startScene('faults')
    if (scene.server.embedded === undefined) throw new TypeError('faults are had from the embedded server only')
    server = scene.server.embedded
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    policy = await scene.policy('acme', scene.handOut([source]))
    secret = `pullkeeper-${policy}`
  })
  // A new one for each fault: one that has just met another waits longer, as it should.
  beforeEach(async () => {
    operator = scene.operator({ leaseName: scene.name(`operator-${randomBytes(3).toString('hex')}`) })
    await operator.ready()
  })
  afterEach(async () => {
    server.faults.clear()
    await operator.stop()
  })
  afterAll(async () => {
    await scene.close()
    await silent.close()
  })

  const arm = (match: FaultMatch, respond: Fault, times = 1) =>
    server.faults.next({ match: { user: operatorUser, ...match }, respond, times })
  const count = () =>
    server.store.list('namespaces').filter(({ metadata }) => metadata.name.startsWith(scene.name(''))).length
  /** Ends all connections, so that the next request of each watch meets what is armed. Ours need a moment to notice. */
  const cut = async () => {
    server.disconnect()
    await sleep(200)
  }

  /** A policy is carried out: a new namespace, and a rotation. Gives the namespace. */
  const handsOut = async (): Promise<string> => {
    round += 1
    const namespace = await scene.namespace(`round-${round}`)
    await eventually('a new namespace is served', async () => {
      expect(await configOf(scene, namespace, secret)).toBeDefined()
      expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
    })
    await scene.client.patch(pathOf('Secret', operatorNamespace, source), {
      data: { '.dockerconfigjson': base64(dockerConfig({ 'ghcr.io/acme': ['robot', `round-${round}`] })) },
    })
    await eventually('the rotated source arrives', async () => {
      expect(await configOf(scene, namespace, secret)).toContain(base64(`robot:round-${round}`))
    })
    return namespace
  }
  /** What shows that every watch and every write works: also a finding comes and goes, and a namespace. */
  const works = async () => {
    const namespace = await handsOut()
    scene.server.kubelet.follow(({ image }) => ({ is: 'pullFails', message: `${image}: not found` }))
    await scene.create(barePod(namespace, 'alone', { image: `docker.io/acme/round:${round}` }))
    await eventually('the finding shows', async () => {
      expect(await statusOf(scene, policy)).toMatchObject({ summary: { failing: 1, topCause: 'ImageNotFound' } })
    })
    await scene.client.delete(pathOf('Pod', namespace, 'alone'))
    await eventually('the finding goes', async () => {
      expect(await statusOf(scene, policy)).toMatchObject({ summary: { failing: 0 } })
    })
    await scene.client.delete(pathOf('Namespace', namespace))
    await eventually('the namespace goes', async () => {
      expect(await find(scene, pathOf('Namespace', namespace))).toBeUndefined()
    })
    expect(operator.output()).not.toMatch(/TypeError|unhandled/i)
  }

  test.each<readonly [string, Fault]>([
    ['410 in the answer', { do: 'fail', code: 410 }],
    ['410 in the stream', { do: 'expireWatch' }],
    ['500', { do: 'fail', code: 500 }],
    ['503', { do: 'fail', code: 503 }],
    ['429 with Retry-After', { do: 'fail', code: 429, retryAfterSeconds: 1 }],
    ['cut before the answer', { do: 'cut', afterBytes: 0 }],
    ['cut in the middle of a line', { do: 'cut', afterBytes: 700 }],
  ])('watches that meet %s go on', async (_what, fault) => {
    // Two watches are about Secrets.
    for (const resource of resources) arm({ verb: 'watch', resource }, fault, resource === 'secrets' ? 2 : 1)
    await cut()
    await works()
  })

  test('the history is gone: what is missed is found all the same', async () => {
    const namespace = await scene.namespace('compacted')
    await eventually('served', async () => {
      expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
    })
    await server.suspend()
    // While nobody can look, and in a history that nobody can read up.
    server.store.patch('serviceaccounts', { namespace, name: 'default' }, { imagePullSecrets: null })
    server.store.delete('secrets', { namespace, name: secret })
    server.compact()
    await server.resume()
    await sleep(200)
    await eventually('both are back', async () => {
      expect(await configOf(scene, namespace, secret)).toBeDefined()
      expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
    })
    await works()
  })

  test.each(['ignore', 'refuse'] as const)(
    'a server that does not know watch-lists (%s): lists, in pages',
    async (support) => {
      server.faults.watchList(support)
      const older = scene.operator({ leaseName: scene.name(support) })
      await older.ready()
      await eventually('it leads', () => {
        expect(older.log().map(({ message }) => message)).toContain('leading')
      })
      expect(server.audit.count({ user: operatorUser, verb: 'list', resource: 'pods' })).toBeGreaterThan(0)
      await older.stop()
    },
  )

  test.each<readonly [string, Fault]>([
    ['409', { do: 'fail', code: 409 }],
    ['429', { do: 'fail', code: 429, retryAfterSeconds: 1 }],
    ['500', { do: 'fail', code: 500 }],
    ['a cut before the answer', { do: 'cut', afterBytes: 0 }],
    ['a second of silence', { do: 'delay', milliseconds: 1_000 }],
  ])('writes that meet %s are made in the end', async (_what, fault) => {
    arm({ verb: 'create', resource: 'secrets' }, fault)
    arm({ verb: 'patch', resource: 'serviceaccounts' }, fault)
    arm({ verb: 'patch', resource: 'secrets' }, fault)
    arm({ verb: 'update', resource: 'imagepolicies' }, fault)
    await handsOut()
    await eventually('the status counts it', async () => {
      const { namespaces } = await statusOf(scene, policy)
      expect(namespaces).toEqual({ selected: count(), ready: count() })
    })
  })

  test('a write that was done although its answer was lost is not done twice', async () => {
    const before = server.audit.count({ user: operatorUser, resource: 'secrets', verb: 'create', status: 201 })
    arm({ verb: 'create', resource: 'secrets' }, { do: 'cut', afterBytes: 20 })
    const namespace = await scene.namespace('answer-lost')
    await eventually('served', async () => {
      expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
    })
    expect(server.audit.count({ user: operatorUser, resource: 'secrets', verb: 'create', status: 201 })).toBe(
      before + 1,
    )
  })

  test('a stream that falls silent is left after a while, and what it kept back is found', async () => {
    await eventually(
      'served in the end',
      async () => {
        expect(await pullSecretsOf(silent, unheard)).toEqual([`pullkeeper-${silent.name('acme')}`])
      },
      150_000,
    )
  })
})
