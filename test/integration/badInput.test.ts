import { type JsonObject, objectsAt } from '../support/apiserver/json.ts'
import { eventually } from './support/eventually.ts'
import { base64, dockerConfig, dockerConfigSecret, opaqueSecret, serviceAccount } from './support/objects.ts'
import type { Operator } from './support/operator.ts'
import { pathOf } from './support/paths.ts'
import {
  conditionOf,
  configOf,
  eventsAbout,
  find,
  pullSecretsOf,
  type Scene,
  startScene,
  statusOf,
} from './support/scene.ts'
import { operatorNamespace } from './support/testServer.ts'

/** Sources that cannot be published, and what their owner is told. */
const badSources: readonly (readonly [
  of: string,
  state: string,
  says: RegExp,
  secret: (name: string) => JsonObject,
])[] = [
  [
    'wrong-type',
    'WrongType',
    /is of type Opaque: a source is of type/,
    (name) => opaqueSecret(operatorNamespace, name),
  ],
  [
    'bad-base64',
    'Malformed',
    /auths\["ghcr.io"\].auth is not base64/,
    (name) => dockerConfigSecret(operatorNamespace, name, '{"auths":{"ghcr.io":{"auth":"%%%"}}}'),
  ],
  ['wrong-shape', 'Malformed', /auths/, (name) => dockerConfigSecret(operatorNamespace, name, '{"auths":["ghcr.io"]}')],
  [
    'no-colon',
    'Malformed',
    /auths\["ghcr.io"\].auth .*colon|user:password/,
    (name) => dockerConfigSecret(operatorNamespace, name, `{"auths":{"ghcr.io":{"auth":"${base64('robot')}"}}}`),
  ],
  [
    'empty',
    'Malformed',
    /has no entries: add one/,
    (name) => dockerConfigSecret(operatorNamespace, name, '{"auths":{}}'),
  ],
]

describe('input that is wrong', () => {
  let scene: Scene
  let operator: Operator
  let good: string
  /** A policy that is right, beside every wrong one: it must not be disturbed. */
  let bystander: string
  let undisturbed: string

  beforeAll(async () => {
    scene = await startScene('bad-input')
    good = await scene.source('good', { 'ghcr.io/acme': ['robot', 's3cret'] })
    undisturbed = await scene.namespace('undisturbed', { right: '' })
    bystander = await scene.policy(
      'right',
      scene.handOut([good], { namespaceSelector: scene.namespaces({ right: '' }) }),
    )
    operator = scene.operator()
    await operator.ready()
  })
  afterAll(() => scene.close())
  afterEach(async () => {
    await eventually('the other policy is as it was', async () => {
      expect(conditionOf(await statusOf(scene, bystander), 'Ready')).toMatchObject({
        status: 'True',
        reason: 'Applied',
      })
      expect(await pullSecretsOf(scene, undisturbed)).toEqual([`pullkeeper-${bystander}`])
    })
    expect(operator.output()).not.toMatch(/TypeError|RangeError|unhandled/i)
  })

  const begin = async (of: string, sources: readonly string[], more = {}) => {
    const namespace = await scene.namespace(of, { [of]: '' })
    const policy = await scene.policy(
      of,
      scene.handOut(sources, { namespaceSelector: scene.namespaces({ [of]: '' }), ...more }),
    )
    return { namespace, policy, secret: `pullkeeper-${policy}` }
  }
  const stalled = (policy: string, state: string, says: RegExp) =>
    eventually(`${policy} says ${state}`, async () => {
      const status = await statusOf(scene, policy)
      expect(objectsAt(status, 'sources')).toContainEqual(
        expect.objectContaining({ state, message: expect.stringMatching(says) }),
      )
      expect(conditionOf(status, 'Ready')).toMatchObject({ status: 'False', reason: 'SourceInvalid' })
      expect(conditionOf(status, 'Stalled')).toMatchObject({ status: 'True', message: expect.stringMatching(says) })
      expect(conditionOf(status, 'CredentialsReady')).toMatchObject({ status: 'False', reason: 'SourceInvalid' })
    })
  const handedOut = (namespace: string, secret: string) =>
    eventually('secret and reference', async () => {
      expect(await configOf(scene, namespace, secret)).toBeDefined()
      expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
    })

  test('a source that is absent is named with the command that makes it, and taken once it is there', async () => {
    const { namespace, policy, secret } = await begin('absent', [scene.name('absent')])
    await stalled(policy, 'NotFound', /does not exist: create it with kubectl -n pullkeeper-system create secret/)
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
    await eventually('an Event says so', async () => {
      expect(await eventsAbout(scene, 'default', 'ImagePolicy', policy)).toContainEqual(
        expect.objectContaining({ type: 'Warning', reason: 'SourceInvalid' }),
      )
    })
    await scene.source('absent', { 'ghcr.io/acme': ['robot', 's3cret'] })
    await handedOut(namespace, secret)
    await eventually('all is well', async () => {
      const status = await statusOf(scene, policy)
      expect(conditionOf(status, 'Ready')).toMatchObject({ status: 'True', reason: 'Applied' })
      expect(conditionOf(status, 'Stalled')).toMatchObject({ status: 'False' })
    })
    await eventually('an Event tells of it', async () => {
      expect(await eventsAbout(scene, 'default', 'ImagePolicy', policy)).toContainEqual(
        expect.objectContaining({ type: 'Normal', reason: 'Applied' }),
      )
    })
  })

  test.each(badSources)('a source that is %s: %s', async (of, state, says, secretOf) => {
    await scene.create(secretOf(scene.name(of)))
    const { namespace, policy, secret } = await begin(of, [scene.name(of), good])
    await stalled(policy, state, says)
    // Half of the sources would take away what the other half gave.
    expect(await configOf(scene, namespace, secret)).toBeUndefined()
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
  })

  test('a source that turns bad leaves the last good copies in use, also for accounts that come now', async () => {
    const source = await scene.source('turning', { 'ghcr.io/acme': ['robot', 's3cret'] })
    const { namespace, policy, secret } = await begin('turning', [source])
    await handedOut(namespace, secret)
    const copy = await configOf(scene, namespace, secret)
    const path = pathOf('Secret', operatorNamespace, source)
    await scene.client.patch(path, { data: { '.dockerconfigjson': base64('{"auths":{"ghcr.io":{"auth":"%%%"}}}') } })
    await stalled(policy, 'Malformed', /base64/)
    expect(conditionOf(await statusOf(scene, policy), 'Ready').message).toContain('the last good copies stay in use')
    expect(await configOf(scene, namespace, secret)).toBe(copy)
    await scene.create(serviceAccount(namespace, 'comes-now'))
    await eventually('a new account is attached', async () => {
      expect(await pullSecretsOf(scene, namespace, 'comes-now')).toEqual([secret])
    })
    expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
    await scene.client.patch(path, {
      data: { '.dockerconfigjson': base64(dockerConfig({ 'ghcr.io/acme': ['robot', 'repaired'] })) },
    })
    await eventually('the repaired one is published', async () => {
      expect(await configOf(scene, namespace, secret)).toContain(base64('robot:repaired'))
    })
  })

  test('sources that are larger than 1 MiB when merged', async () => {
    const large = (half: string) =>
      scene.source(
        half,
        Object.fromEntries(
          Array.from({ length: 60 }, (_, index): [string, readonly [string, string]] => [
            `${half}-${index}.example.com`,
            ['robot', 'p'.repeat(8_000)],
          ]),
        ),
      )
    const halves = [await large('left'), await large('right')]
    const { namespace, policy } = await begin('large', halves)
    await stalled(policy, 'TooLarge', /larger than 1 MiB: split the policy/)
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
  })

  test('sources of namespaces that are not allowed', async () => {
    const namespace = await scene.namespace('elsewhere')
    await scene.create(dockerConfigSecret(namespace, 'robot', dockerConfig({ 'ghcr.io': ['robot', 's3cret'] })))
    const policy = await scene.policy('elsewhere', {
      namespaceSelector: scene.namespaces({ right: '' }),
      credentials: { sources: [{ name: 'theirs', secretRef: { name: 'robot', namespace } }] },
    })
    await stalled(policy, 'NotAllowed', /--source-namespace=/)
  })

  test('registries that a source has nothing for', async () => {
    const policy = await scene.policy('no-match', {
      namespaceSelector: scene.namespaces({ right: '' }),
      credentials: { sources: [{ name: 'ghcr', secretRef: { name: good }, registries: ['quay.io/acme'] }] },
    })
    await stalled(policy, 'NoMatch', /quay\.io\/acme/)
  })

  test.each([
    [
      'docker-config',
      (namespace: string, name: string) =>
        dockerConfigSecret(namespace, name, dockerConfig({ 'quay.io': ['they', 'pw'] })),
    ],
    ['opaque', opaqueSecret],
  ] as const)(
    'a foreign Secret (%s) under the managed name is left alone, reported, and nothing is attached',
    async (of, secretOf) => {
      const selected = { [of]: '' }
      const taken = await scene.namespace(of, selected)
      const free = await scene.namespace(`${of}-free`, selected)
      const secret = `pullkeeper-${scene.name(of)}`
      const foreign = await scene.create(secretOf(taken, secret))
      const policy = await scene.policy(of, scene.handOut([good], { namespaceSelector: scene.namespaces(selected) }))
      await handedOut(free, secret)
      await eventually('it is reported', async () => {
        const status = await statusOf(scene, policy)
        expect(conditionOf(status, 'CredentialsReady')).toMatchObject({
          status: 'False',
          reason: 'SecretForeign',
          message: expect.stringMatching(
            `Secret ${taken}/${secret} .* is not ours and is left alone: rename or delete it`,
          ),
        })
        // One tenant must not turn the policy of all others False.
        expect(conditionOf(status, 'Ready')).toMatchObject({ status: 'True', reason: 'AppliedWithProblems' })
        expect(status).toMatchObject({ namespaces: { selected: 2, ready: 1 } })
      })
      expect(await scene.client.get(pathOf('Secret', taken, secret))).toEqual(foreign)
      expect(await pullSecretsOf(scene, taken)).toEqual([])
      if (of === 'opaque') return // no watch shows that one; its end is found within a minute
      await scene.client.delete(pathOf('Secret', taken, secret))
      await handedOut(taken, secret)
    },
  )

  test('a Secret of ours whose marks somebody takes off is foreign: it is let go, and nothing is taken back', async () => {
    const { namespace, policy, secret } = await begin('unmarked', [good])
    await handedOut(namespace, secret)
    await scene.client.patch(pathOf('Secret', namespace, secret), {
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'helm' } },
    })
    await eventually('it is reported', async () => {
      expect(conditionOf(await statusOf(scene, policy), 'CredentialsReady')).toMatchObject({ reason: 'SecretForeign' })
      expect(await pullSecretsOf(scene, namespace)).toEqual([])
    })
    expect(await configOf(scene, namespace, secret)).toBeDefined()
  })

  test('a selector that selects nothing', async () => {
    const policy = await scene.policy(
      'nothing',
      scene.handOut([good], { namespaceSelector: scene.namespaces({ nobody: 'has-this' }) }),
    )
    await eventually('it says so', async () => {
      const status = await statusOf(scene, policy)
      expect(conditionOf(status, 'Ready')).toEqual({
        status: 'True',
        reason: 'NothingSelected',
        message: 'namespaceSelector selects no namespace.',
      })
      expect(status).toMatchObject({ summary: { namespaces: '0/0', serviceAccounts: '0/0' } })
    })
  })

  test('a namespace that takes no Secret is said, gets no reference, and holds nobody else up', async () => {
    const selected = { refusing: '' }
    const refusing = await scene.namespace('refusing', selected)
    const taking = await scene.namespace('taking', selected)
    const secret = `pullkeeper-${scene.name('refusing')}`
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { namespace: refusing, name: 'no-secrets' },
      spec: { hard: { secrets: '0' } },
    }
    const allow = scene.server.embedded?.refuse(({ verb, resource, object }) =>
      verb === 'create' && resource.resource === 'secrets' && object?.metadata.namespace === refusing
        ? 'exceeded quota: no-secrets, requested: secrets=1, used: secrets=0, limited: secrets=0'
        : undefined,
    )
    await scene.create(quota)
    await eventually('the quota is in force', async () => {
      if (scene.server.kind === 'embedded') return
      expect(await scene.client.get(pathOf('ResourceQuota', refusing, 'no-secrets'))).toMatchObject({
        status: { hard: { secrets: '0' } },
      })
    })
    const policy = await scene.policy(
      'refusing',
      scene.handOut([good], { namespaceSelector: scene.namespaces(selected) }),
    )
    await handedOut(taking, secret)
    await eventually('it is said', async () => {
      expect(conditionOf(await statusOf(scene, policy), 'CredentialsReady')).toMatchObject({
        status: 'False',
        reason: 'CreateRefused',
        message: expect.stringMatching(/exceeded quota: no-secrets/),
      })
    })
    expect(await find(scene, pathOf('Secret', refusing, secret))).toBeUndefined()
    await eventually('there is no reference', async () => {
      expect(await pullSecretsOf(scene, refusing)).toEqual([])
    })
    allow?.()
  })

  test('objects that make no sense disturb nobody', async () => {
    const namespace = await scene.namespace('senseless', { right: '' })
    await scene.create({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace, name: 'odd', annotations: { 'pullkeeper.dev/attached': '{"pullkeeper-x": 7, "' } },
      imagePullSecrets: [{}, { name: 'theirs' }, { name: 'theirs' }],
    })
    await eventually('the odd account is attached like any other', async () => {
      const names = await pullSecretsOf(scene, namespace, 'odd')
      expect(names).toContain(`pullkeeper-${bystander}`)
      expect(names).toContain('theirs')
    })
  })

  test('nothing of all this was refused for want of a permission', async () => {
    const refused = (await scene.requests()).filter(({ status, resource }) => status === 403 && resource !== 'secrets')
    expect(refused).toEqual([])
  })
})
