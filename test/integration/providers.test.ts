import { jest } from '@jest/globals'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JsonObject, objectAt, objectsAt, textAt } from '../support/apiserver/json.ts'
import { testPlugin } from '../support/plugin/index.ts'
import { eventually } from './support/eventually.ts'
import { base64, deployment } from './support/objects.ts'
import type { Operator } from './support/operator.ts'
import { collection, pathOf } from './support/paths.ts'
import { conditionOf, configOf, pullSecretsOf, type Scene, startScene, statusOf } from './support/scene.ts'

// A plugin's token has to grow old, on a machine that may be busy: it is there to end what hangs.
jest.setTimeout(300_000)

/** Providers of this suite: a name, what its plugin does, what it is asked about, its environment. */
const providers = [
  ['short-lived', 'answer', ['short.example'], { LIFETIME: '6s' }],
  ['failing', 'answer', ['failing.example'], { LIFETIME: '30s' }],
  ['patterned', 'answer', ['*.many.example'], { LIFETIME: '1h' }],
  ['crashing', 'crash', ['crashing.example'], {}],
  ['hanging', 'sleep', ['hanging.example'], {}],
] as const

const numbersIn = (config: string | undefined): readonly number[] =>
  [...(config ?? '').matchAll(/"auth":"([^"]*)"/g)].map(([, auth = '']) =>
    Number(/canary-token-(\d+)$/.exec(Buffer.from(auth, 'base64').toString())?.[1]),
  )

describe('short-lived credentials', () => {
  let scene: Scene
  let folder: string
  let operator: Operator
  let flags: readonly string[]

  const callsOf = (provider: string): readonly string[] => {
    try {
      return readFileSync(join(folder, `${provider}.calls`), 'utf8')
        .trim()
        .split('\n')
    } catch {
      return []
    }
  }
  const breaksWhile = (provider: string): string => join(folder, `${provider}.broken`)
  const policyOf = (provider: string, registries: readonly string[], team: string): Promise<string> =>
    scene.policy(provider, {
      namespaceSelector: scene.namespaces({ team }),
      credentials: { sources: [{ name: 'short', provider: { name: provider }, registries: [...registries] }] },
    })
  const sourceOf = async (policy: string): Promise<JsonObject> => {
    const [source = {}] = objectsAt(await statusOf(scene, policy), 'sources')
    return source
  }
  const managed = (namespace: string, policy: string) => configOf(scene, namespace, `pullkeeper-${policy}`)
  const uidOf = async (namespace: string, policy: string): Promise<string> =>
    textAt(objectAt(await scene.client.get(pathOf('Secret', namespace, `pullkeeper-${policy}`)), 'metadata'), 'uid')

  beforeAll(async () => {
    scene = await startScene('providers')
    folder = mkdtempSync(join(tmpdir(), 'pullkeeper-providers-'))
    mkdirSync(join(folder, 'bin'))
    for (const [name] of providers) symlinkSync(testPlugin, join(folder, 'bin', name))
    const config = {
      apiVersion: 'kubelet.config.k8s.io/v1',
      kind: 'CredentialProviderConfig',
      providers: providers.map(([name, mode, matchImages, env]) => ({
        name,
        matchImages,
        apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
        defaultCacheDuration: '1h',
        args: [mode],
        env: Object.entries({ ...env, CALLS: join(folder, `${name}.calls`), FAIL_WHILE: breaksWhile(name) }).map(
          ([variable, value]) => ({ name: variable, value }),
        ),
      })),
    }
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
    flags = [
      `--image-credential-provider-config=${join(folder, 'config.json')}`,
      `--image-credential-provider-bin-dir=${join(folder, 'bin')}`,
      '--log-level=debug',
    ]
    operator = scene.operator({ flags })
    await operator.ready()
  })
  afterAll(async () => {
    await scene.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('are published, attached, and replaced in place before they expire', async () => {
    const namespace = await scene.namespace('short', { team: 'short' })
    const policy = await policyOf('short-lived', ['short.example'], 'short')
    await eventually('the secret and its reference', async () => {
      expect(numbersIn(await managed(namespace, policy))).toHaveLength(1)
      expect(await pullSecretsOf(scene, namespace)).toEqual([`pullkeeper-${policy}`])
      expect(await sourceOf(policy)).toMatchObject({ state: 'Ready', registries: ['short.example'] })
    })
    const uid = await uidOf(namespace, policy)
    const [first = 0] = numbersIn(await managed(namespace, policy))
    await eventually('another token in the same Secret', async () => {
      expect(numbersIn(await managed(namespace, policy))[0]).toBeGreaterThan(first)
    })
    expect(await uidOf(namespace, policy)).toBe(uid)
    expect(new Set(callsOf('short-lived'))).toEqual(new Set(['short.example/pullkeeper']))
  })

  test('of a pattern are those of the registries in use, each asked once', async () => {
    const namespace = await scene.namespace('many', { team: 'many' })
    const policy = await policyOf('patterned', ['*.many.example'], 'many')
    await eventually('an empty secret, so that the first pod has its name', async () => {
      expect(await managed(namespace, policy)).toBe('{"auths":{}}')
      expect(await pullSecretsOf(scene, namespace)).toEqual([`pullkeeper-${policy}`])
    })
    await scene.create(deployment(namespace, 'web', { image: 'one.many.example/app:1' }))
    await scene.create(deployment(namespace, 'api', { image: 'one.many.example/api:1' }))
    await scene.create(deployment(namespace, 'other', { image: 'two.many.example/app:1' }))
    await eventually('both registries', async () => {
      expect(await managed(namespace, policy)).toMatch(/"one\.many\.example".*"two\.many\.example"/)
    })
    const asked = callsOf('patterned').map((image) => image.split('/')[0])
    expect(asked).toHaveLength(2)
    expect(new Set(asked)).toEqual(new Set(['one.many.example', 'two.many.example']))
  })

  test('stay when they cannot be refreshed, which the status says, first until when they hold, then since when not', async () => {
    const namespace = await scene.namespace('failing', { team: 'failing' })
    const policy = await policyOf('failing', ['failing.example'], 'failing')
    await eventually('a token', async () => expect(numbersIn(await managed(namespace, policy))).toHaveLength(1))
    writeFileSync(breaksWhile('failing'), '')
    const why =
      'provider failing gave nothing for failing.example/pullkeeper: it ended with status 4: no token for failing.example/pullkeeper: password=<redacted>'
    await eventually('until when', async () => {
      const { state, message } = await sourceOf(policy)
      expect({ state, message }).toEqual({
        state: 'Ready',
        message: expect.stringMatching(/; the present credentials hold until 20\d\d-.*Z$/),
      })
      expect(message).toContain(why)
    })
    await eventually('since when not', async () => {
      const { state, message } = await sourceOf(policy)
      expect({ state, message }).toEqual({
        state: 'Expired',
        message: expect.stringMatching(/; the last credentials expired at 20\d\d-.*Z and stay where they are$/),
      })
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ status: 'False' })
    })
    expect(numbersIn(await managed(namespace, policy))).not.toEqual([])
    rmSync(breaksWhile('failing'))
    await eventually('all is well again', async () => {
      expect(await sourceOf(policy)).toMatchObject({ state: 'Ready', message: '' })
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ status: 'True' })
    })
  })

  test('a plugin that crashes or hangs holds up no other policy', async () => {
    const namespace = await scene.namespace('bad', { team: 'bad' })
    const hanging = await policyOf('hanging', ['hanging.example'], 'bad')
    const crashing = await policyOf('crashing', ['crashing.example'], 'bad')
    const source = await scene.source('beside', { 'beside.example': ['robot', 'canary-beside'] })
    const beside = await scene.policy('beside', {
      namespaceSelector: scene.namespaces({ team: 'bad' }),
      credentials: { sources: [{ name: 'ghcr', secretRef: { name: source } }] },
    })
    await eventually('the one beside them', async () => {
      expect(await managed(namespace, beside)).toContain('beside.example')
      expect(await sourceOf(crashing)).toMatchObject({
        state: 'Failed',
        message: expect.stringContaining('it ended with status 3: password=<redacted>'),
      })
      expect(['Pending', 'Failed']).toContain((await sourceOf(hanging))['state'])
    })
    expect(await managed(namespace, crashing)).toBeUndefined()
    expect(await pullSecretsOf(scene, namespace)).toEqual([`pullkeeper-${beside}`])
  })

  test('a restart asks again, and changes nothing but the token', async () => {
    const namespace = scene.name('many')
    const policy = scene.name('patterned')
    const before = { uid: await uidOf(namespace, policy), status: await statusOf(scene, policy) }
    const calls = callsOf('patterned').length
    expect(await operator.stop()).toBe(0)
    operator = scene.operator({ flags })
    await operator.ready()
    await eventually('new tokens in the same Secret', async () => {
      const numbers = numbersIn(await managed(namespace, policy))
      expect(numbers).toHaveLength(2)
      expect(Math.min(...numbers)).toBeGreaterThan(calls)
    })
    expect(await uidOf(namespace, policy)).toBe(before.uid)
    expect(await statusOf(scene, policy)).toEqual(before.status)
  })

  test('what the plugins gave and said is in the managed secrets and nowhere else', async () => {
    const listed = await Promise.all(
      [collection('ImagePolicy'), collection('Event'), collection('ServiceAccount')].map((path) =>
        scene.client.get(path),
      ),
    )
    const told = [operator.output(), await operator.metrics(), ...listed.map((list) => JSON.stringify(list))].join('\n')
    expect(told).toContain('short.example')
    expect(told).toContain('pullkeeper_credential_provider_calls_total{provider="crashing",result="exitStatus"}')
    expect(told).not.toMatch(/canary/)
    for (let number = 1; number <= 40; number += 1) {
      expect(told).not.toContain(base64(`robot:canary-token-${number}`))
    }
  })
})
