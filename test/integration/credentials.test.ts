import { setTimeout as sleep } from 'node:timers/promises'
import { objectAt, textAt, textsAt } from '../support/apiserver/json.ts'
import { eventually } from './support/eventually.ts'
import { followAttachment } from './support/followAttachment.ts'
import { base64, dockerConfig, serviceAccount } from './support/objects.ts'
import { collection, pathOf } from './support/paths.ts'
import { percentile } from './support/percentile.ts'
import { conditionOf, configOf, find, pullSecretsOf, type Scene, startScene, statusOf } from './support/scene.ts'

/** What source `robot` becomes in a managed secret: canonical JSON. */
const robotsConfig = JSON.stringify({ auths: { 'ghcr.io/acme': { auth: base64('robot:s3cret') } } })

describe('handing out credentials', () => {
  let scene: Scene
  let source: string
  let policy: string
  let secret: string

  beforeAll(async () => {
    scene = await startScene('credentials')
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    policy = await scene.policy('acme', scene.handOut([source], { namespaceSelector: scene.namespaces({ all: '' }) }))
    secret = `pullkeeper-${policy}`
    await scene.operator().ready()
  })
  afterAll(() => scene.close())

  const attached = (namespace: string, account = 'default', names: readonly string[] = [secret]) =>
    eventually(`${account} in ${namespace} names ${names.join()}`, async () => {
      expect(await pullSecretsOf(scene, namespace, account)).toEqual(names)
    })

  test('thirty namespaces in a row each have the secret and an attached ServiceAccount', async () => {
    const following = await followAttachment(scene.server, secret)
    try {
      const names = Array.from({ length: 30 }, (_, index) => scene.name(`row-${index}`))
      const begun = new Map<string, number>()
      for (const name of names) {
        begun.set(name, performance.now())
        await scene.create({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name, labels: textsAt(scene.namespaces({ all: '' }), 'matchLabels') },
        })
      }
      await eventually('all have secret and reference', () => {
        expect(names.filter((name) => following.completeAt(name) === undefined)).toEqual([])
      })
      const took = names.map((name) => (following.completeAt(name) ?? Infinity) - (begun.get(name) ?? 0))
      console.log(
        `${scene.server.kind}: from the creation of a namespace to its secret and attached ServiceAccount: ` +
          `p50 ${percentile(took, 50).toFixed(0)} ms, p99 ${percentile(took, 99).toFixed(0)} ms of ${took.length}`,
      )
      for (const name of names) expect(await configOf(scene, name, secret)).toBe(robotsConfig)
    } finally {
      following.stop()
    }
    await eventually('the status counts them', async () => {
      expect(await statusOf(scene, policy)).toMatchObject({
        summary: { namespaces: '30/30', serviceAccounts: '30/30' },
        namespaces: { selected: 30, ready: 30 },
        sources: [{ name: 'source-0', state: 'Ready', registries: ['ghcr.io/acme'] }],
      })
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ status: 'True', reason: 'Applied' })
    })
  })

  test('the secret says whose it is, and the account what was added and when', async () => {
    const namespace = await scene.namespace('marks', { all: '' })
    await attached(namespace)
    const made = await scene.client.get(pathOf('Secret', namespace, secret))
    expect(made).toMatchObject({
      type: 'kubernetes.io/dockerconfigjson',
      metadata: {
        labels: { 'app.kubernetes.io/managed-by': 'pullkeeper', 'pullkeeper.dev/policy': policy },
        annotations: { 'pullkeeper.dev/self': `${namespace}/${secret}` },
      },
    })
    const account = await scene.client.get(pathOf('ServiceAccount', namespace, 'default'))
    const record = textsAt(objectAt(account, 'metadata'), 'annotations')['pullkeeper.dev/attached'] ?? ''
    expect(JSON.parse(record)).toEqual({ [secret]: expect.stringMatching(/^\d{4}-.*Z$/) })
  })

  test('an account that comes later is attached, what it named before stays first and is not recorded', async () => {
    const namespace = await scene.namespace('later', { all: '' })
    await scene.create(serviceAccount(namespace, 'build', ['theirs', 'theirs-too']))
    await attached(namespace, 'build', ['theirs', 'theirs-too', secret])
    const account = await scene.client.get(pathOf('ServiceAccount', namespace, 'build'))
    expect(textsAt(objectAt(account, 'metadata'), 'annotations')['pullkeeper.dev/attached']).not.toContain('theirs')
  })

  test('what somebody takes away comes back: the reference, the secret, its content', async () => {
    const took: Record<string, number[]> = { reference: [], secret: [], content: [] }
    const restored = async (what: string, undo: () => Promise<unknown>, isBack: () => Promise<void>) => {
      await undo()
      const since = performance.now()
      await eventually(`the ${what} is back`, isBack)
      took[what]?.push(performance.now() - since)
    }
    for (let round = 0; round < 10; round += 1) {
      const namespace = await scene.namespace(`undone-${round}`, { all: '' })
      const path = pathOf('Secret', namespace, secret)
      await attached(namespace)
      await restored(
        'reference',
        () => scene.client.patch(pathOf('ServiceAccount', namespace, 'default'), { imagePullSecrets: null }),
        async () => expect(await pullSecretsOf(scene, namespace)).toEqual([secret]),
      )
      const { metadata } = await scene.client.get(path)
      await restored(
        'secret',
        () => scene.client.delete(path),
        async () => {
          const again = await find(scene, path)
          expect(again).toBeDefined()
          expect(textAt(again?.['metadata'], 'uid')).not.toBe(textAt(metadata, 'uid'))
        },
      )
      await restored(
        'content',
        () => scene.client.patch(path, { data: { '.dockerconfigjson': base64('{"auths":{}}') } }),
        async () => expect(await configOf(scene, namespace, secret)).toBe(robotsConfig),
      )
    }
    const shown = Object.entries(took).map(
      ([what, times]) => `${what} p50 ${percentile(times, 50).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`,
    )
    console.log(`${scene.server.kind}: until what was undone is back: ${shown.join('; ')}, of 10 each`)
  })

  test('a copy of a managed secret elsewhere is nobody of ours', async () => {
    const [from, to] = [await scene.namespace('original', { all: '' }), await scene.namespace('copied')]
    await attached(from)
    const original = await scene.client.get(pathOf('Secret', from, secret))
    const { labels, annotations } = objectAt(original, 'metadata')
    await scene.create({ ...original, metadata: { namespace: to, name: secret, labels, annotations } })
    const after = await scene.namespace('after-copy', { all: '' })
    await attached(after)
    expect(await find(scene, pathOf('Secret', to, secret))).toBeDefined()
  })

  test('a rotated source reaches every namespace, and no ServiceAccount is written for it', async () => {
    const rotating = await scene.source('rotating', { 'ghcr.io/acme': ['robot', 'old'] })
    const namespace = await scene.namespace('rotation', { rotation: '' })
    const name = await scene.policy(
      'rotation',
      scene.handOut([rotating], { namespaceSelector: scene.namespaces({ rotation: '' }) }),
    )
    await attached(namespace, 'default', [`pullkeeper-${name}`])
    const before = await scene.client.get(pathOf('ServiceAccount', namespace, 'default'))
    await scene.client.patch(pathOf('Secret', 'pullkeeper-system', rotating), {
      data: { '.dockerconfigjson': base64(dockerConfig({ 'ghcr.io/acme': ['robot', 'new'] })) },
    })
    await eventually('the new password is there', async () => {
      expect(await configOf(scene, namespace, `pullkeeper-${name}`)).toContain(base64('robot:new'))
    })
    expect(await scene.client.get(pathOf('ServiceAccount', namespace, 'default'))).toEqual(before)
  })

  test('only the selected ServiceAccounts are attached, by name or by label', async () => {
    const namespace = await scene.namespace('chosen', { chosen: '' })
    await scene.create(serviceAccount(namespace, 'named'))
    await scene.create(serviceAccount(namespace, 'labelled', [], { pulls: 'private' }))
    const name = await scene.policy(
      'chosen',
      scene.handOut([source], {
        namespaceSelector: scene.namespaces({ chosen: '' }),
        secretName: scene.name('chosen-secret'),
        serviceAccounts: { names: ['named', 'absent'], selector: { matchLabels: { pulls: 'private' } } },
      }),
    )
    await attached(namespace, 'named', [scene.name('chosen-secret')])
    await attached(namespace, 'labelled', [scene.name('chosen-secret')])
    await eventually('the status counts two', async () => {
      expect(await statusOf(scene, name)).toMatchObject({ summary: { serviceAccounts: '2/2' } })
    })
    expect(await pullSecretsOf(scene, namespace, 'default')).toEqual([])
    await scene.client.patch(pathOf('ServiceAccount', namespace, 'labelled'), { metadata: { labels: { pulls: null } } })
    await attached(namespace, 'labelled', [])
  })

  test('a namespace that is no longer selected loses reference and secret, and keeps the rest', async () => {
    const namespace = await scene.namespace('leaving', { all: '' })
    await scene.create(serviceAccount(namespace, 'build', ['theirs']))
    await attached(namespace, 'build', ['theirs', secret])
    await attached(namespace)
    await scene.client.patch(pathOf('Namespace', namespace), { metadata: { labels: { all: null } } })
    await attached(namespace, 'build', ['theirs'])
    await attached(namespace, 'default', [])
    await eventually('the secret is gone', async () => {
      expect(await find(scene, pathOf('Secret', namespace, secret))).toBeUndefined()
    })
    const account = await scene.client.get(pathOf('ServiceAccount', namespace, 'default'))
    expect(textsAt(objectAt(account, 'metadata'), 'annotations')).not.toHaveProperty(['pullkeeper.dev/attached'])
  })

  test('two policies on one namespace each have a secret of their own, and both are attached', async () => {
    const namespace = await scene.namespace('two', { two: '' })
    const other = await scene.source('other', { 'quay.io': ['other', 'pw'] })
    const selector = { namespaceSelector: scene.namespaces({ two: '' }) }
    const first = await scene.policy('two-a', scene.handOut([source], selector))
    const second = await scene.policy('two-b', scene.handOut([other], selector))
    await eventually('both are attached', async () => {
      expect((await pullSecretsOf(scene, namespace)).toSorted()).toEqual([
        `pullkeeper-${first}`,
        `pullkeeper-${second}`,
      ])
    })
    expect(await configOf(scene, namespace, `pullkeeper-${second}`)).toContain('quay.io')
    await scene.client.delete(pathOf('ImagePolicy', first))
    await attached(namespace, 'default', [`pullkeeper-${second}`])
  })

  test('the same secretName in two policies: the older has it, the other says so', async () => {
    const namespace = await scene.namespace('same', { same: '' })
    const more = { namespaceSelector: scene.namespaces({ same: '' }), secretName: scene.name('same') }
    const older = await scene.policy('same-z', scene.handOut([source], more))
    await attached(namespace, 'default', [scene.name('same')])
    // Ages are whole seconds; of the same age, the smaller name has it.
    await sleep(1_100)
    const younger = await scene.policy('same-a', scene.handOut([source], more))
    await eventually('the younger gives way', async () => {
      expect(conditionOf(await statusOf(scene, younger), 'CredentialsReady')).toEqual({
        status: 'False',
        reason: 'SecretNameConflict',
        message: `Secret ${namespace}/${scene.name('same')} belongs to the older policy ${older}: choose another secretName`,
      })
    })
    expect(
      textsAt(objectAt(await scene.client.get(pathOf('Secret', namespace, scene.name('same'))), 'metadata'), 'labels'),
    ).toMatchObject({ 'pullkeeper.dev/policy': older })
    await scene.client.delete(pathOf('ImagePolicy', older))
    await eventually('then it has its turn', async () => {
      expect(conditionOf(await statusOf(scene, younger), 'Ready')).toMatchObject({ reason: 'Applied' })
      expect(await pullSecretsOf(scene, namespace)).toEqual([scene.name('same')])
    })
  })

  test('protected namespaces get nothing, even under {}', async () => {
    const everywhere = await scene.policy('everywhere', scene.handOut([source], { namespaceSelector: {} }))
    await attached('default', 'default', [`pullkeeper-${everywhere}`])
    await eventually('the status is written', async () => {
      expect(conditionOf(await statusOf(scene, everywhere), 'Ready')).toMatchObject({ status: 'True' })
    })
    for (const namespace of ['kube-system', 'kube-public', 'pullkeeper-system']) {
      expect(await find(scene, pathOf('Secret', namespace, `pullkeeper-${everywhere}`))).toBeUndefined()
      expect(await pullSecretsOf(scene, namespace)).toEqual([])
    }
    await scene.client.delete(pathOf('ImagePolicy', everywhere))
    await attached('default', 'default', [])
    await eventually('the policy is gone', async () => {
      expect(await find(scene, pathOf('ImagePolicy', everywhere))).toBeUndefined()
    })
  })

  test('no credential is in the log, an Event, the metrics or a status', async () => {
    const operator = scene.operator({ leaseName: scene.name('second'), flags: ['--log-level=debug'] })
    await operator.ready()
    const texts = [
      operator.output(),
      await operator.metrics(),
      JSON.stringify(await scene.client.get(collection('Event'))),
      JSON.stringify(await scene.client.get(collection('ImagePolicy'))),
    ]
    await operator.stop()
    for (const text of texts)
      for (const credential of ['s3cret', base64('robot:s3cret'), base64(base64('robot:s3cret'))])
        expect(text).not.toContain(credential)
  })
})
