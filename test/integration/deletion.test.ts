import { listAt, objectAt, textAt, textsAt } from '../support/apiserver/json.ts'
import { eventually } from './support/eventually.ts'
import { dockerConfig, dockerConfigSecret, serviceAccount } from './support/objects.ts'
import type { Operator } from './support/operator.ts'
import { collection, pathOf } from './support/paths.ts'
import {
  conditionOf,
  configOf,
  find,
  finalizersOf,
  pullSecretsOf,
  type Scene,
  startScene,
  statusOf,
} from './support/scene.ts'

const cleanup = 'pullkeeper.dev/cleanup'

describe('policies that end, rest, or meet namespaces that end', () => {
  let scene: Scene
  let source: string
  let operator: Operator

  beforeAll(async () => {
    scene = await startScene('deletion')
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    operator = scene.operator()
    await operator.ready()
  })
  afterAll(() => scene.close())

  const begin = async (of: string, more = {}) => {
    const selected = { [of]: '' }
    const namespace = await scene.namespace(of, selected)
    const policy = await scene.policy(
      of,
      scene.handOut([source], { namespaceSelector: scene.namespaces(selected), ...more }),
    )
    return { namespace, policy, secret: `pullkeeper-${policy}` }
  }
  const attached = (namespace: string, names: readonly string[], account = 'default') =>
    eventually(`${account} in ${namespace} names ${names.join() || 'nothing'}`, async () => {
      expect(await pullSecretsOf(scene, namespace, account)).toEqual(names)
    })
  const gone = (path: string) =>
    eventually(`${path} is gone`, async () => {
      expect(await find(scene, path)).toBeUndefined()
    })

  test('deleting a policy removes references first, then secrets, then the finalizer, and nothing else', async () => {
    const { namespace, policy, secret } = await begin('deleted')
    await scene.create(serviceAccount(namespace, 'build', ['theirs']))
    await scene.create(dockerConfigSecret(namespace, 'theirs', dockerConfig({ 'ghcr.io': ['they', 'pw'] })))
    // A name that stood there before we came is not ours to remove, though it is the same.
    await scene.create(serviceAccount(namespace, 'before', [secret]))
    await attached(namespace, ['theirs', secret], 'build')
    await attached(namespace, [secret])
    expect(await finalizersOf(scene, pathOf('ImagePolicy', policy))).toEqual([cleanup])

    await scene.client.delete(pathOf('ImagePolicy', policy))
    await gone(pathOf('ImagePolicy', policy))
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
    expect(await pullSecretsOf(scene, namespace, 'build')).toEqual(['theirs'])
    expect(await pullSecretsOf(scene, namespace, 'before')).toEqual([secret])
    expect(await configOf(scene, namespace, secret)).toBeUndefined()
    expect(await configOf(scene, namespace, 'theirs')).toContain('ghcr.io')

    const writes = (await scene.requests()).filter(
      ({ verb, resource, namespace: of, name, status }) =>
        status < 300 &&
        ['patch', 'delete'].includes(verb) &&
        (of === namespace || (resource === 'imagepolicies' && name === policy)),
    )
    const order = writes.slice(-4).map(({ verb, resource }) => `${verb} ${resource}`)
    expect(order).toEqual(['patch serviceaccounts', 'patch serviceaccounts', 'delete secrets', 'patch imagepolicies'])
  })

  test('deleting while no operator runs waits for one, which finishes the job', async () => {
    const { namespace, policy, secret } = await begin('unattended')
    await attached(namespace, [secret])
    await operator.stop()
    await scene.client.delete(pathOf('ImagePolicy', policy))
    expect(await finalizersOf(scene, pathOf('ImagePolicy', policy))).toEqual([cleanup])
    expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
    operator = scene.operator()
    await gone(pathOf('ImagePolicy', policy))
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
    expect(await configOf(scene, namespace, secret)).toBeUndefined()
  })

  test('a policy without credentials has no finalizer, one that loses them is cleaned up', async () => {
    const looking = await scene.policy('looking', { namespaceSelector: scene.namespaces({ none: '' }) })
    await eventually('it is taken up', async () => {
      expect(conditionOf(await statusOf(scene, looking), 'Ready')).toMatchObject({
        status: 'True',
        reason: 'DiagnoseOnly',
      })
    })
    expect(await finalizersOf(scene, pathOf('ImagePolicy', looking))).toEqual([])

    const { namespace, policy, secret } = await begin('stripped')
    await attached(namespace, [secret])
    await scene.client.patch(pathOf('ImagePolicy', policy), { spec: { credentials: null } })
    await attached(namespace, [])
    await gone(pathOf('Secret', namespace, secret))
    await eventually('the finalizer is gone too', async () => {
      expect(await finalizersOf(scene, pathOf('ImagePolicy', policy))).toEqual([])
    })
    expect(await find(scene, pathOf('ImagePolicy', policy))).toBeDefined()
  })

  test('a suspended policy writes nothing but its status; what it handed out stays; then it goes on', async () => {
    const { namespace, policy, secret } = await begin('resting')
    await attached(namespace, [secret])
    await scene.client.patch(pathOf('ImagePolicy', policy), { spec: { suspend: true } })
    await eventually('it says so', async () => {
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ status: 'True', reason: 'Suspended' })
    })
    await scene.client.patch(pathOf('ServiceAccount', namespace, 'default'), { imagePullSecrets: null })
    const late = await scene.namespace('resting-late', { resting: '' })
    await eventually('the status counts what is missing', async () => {
      expect(await statusOf(scene, policy)).toMatchObject({ namespaces: { selected: 2, ready: 0 } })
    })
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
    expect(await pullSecretsOf(scene, late)).toEqual([])
    expect(await configOf(scene, late, secret)).toBeUndefined()
    expect(await configOf(scene, namespace, secret)).toBeDefined()

    await scene.client.patch(pathOf('ImagePolicy', policy), { spec: { suspend: false } })
    await attached(namespace, [secret])
    await attached(late, [secret])
  })

  test('a suspended policy that is deleted is cleaned up all the same', async () => {
    const { namespace, policy, secret } = await begin('resting-end')
    await attached(namespace, [secret])
    await scene.client.patch(pathOf('ImagePolicy', policy), { spec: { suspend: true } })
    await scene.client.delete(pathOf('ImagePolicy', policy))
    await gone(pathOf('ImagePolicy', policy))
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
    expect(await configOf(scene, namespace, secret)).toBeUndefined()
  })

  test('a policy that is born suspended has neither finalizer nor effect', async () => {
    const namespace = await scene.namespace('asleep', { asleep: '' })
    const spec = scene.handOut([source], { namespaceSelector: scene.namespaces({ asleep: '' }) })
    const policy = await scene.policy('asleep', { ...spec, suspend: true })
    await eventually('it says so', async () => {
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ reason: 'Suspended' })
    })
    expect(await finalizersOf(scene, pathOf('ImagePolicy', policy))).toEqual([])
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
    await scene.client.delete(pathOf('ImagePolicy', policy))
    await gone(pathOf('ImagePolicy', policy))
  })

  test('a Terminating namespace is left alone, is not held up, and holds no policy up', async () => {
    const { namespace, policy, secret } = await begin('ending')
    await attached(namespace, [secret])
    // Something of somebody else's keeps the namespace Terminating for as long as the test wants.
    await scene.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace, name: 'holds', finalizers: ['test.pullkeeper.dev/holds'] },
    })
    await scene.client.delete(pathOf('Namespace', namespace))
    await eventually('it is Terminating, and its secret went with it', async () => {
      const { status, metadata } = await scene.client.get(pathOf('Namespace', namespace))
      expect(textAt(metadata, 'deletionTimestamp')).not.toBe('')
      expect(textAt(status, 'phase')).toBe('Terminating')
      expect(await find(scene, pathOf('Secret', namespace, secret))).toBeUndefined()
    })
    await eventually('the policy selects it no more', async () => {
      expect(await statusOf(scene, policy)).toMatchObject({ namespaces: { selected: 0, ready: 0 } })
    })
    const since = (await scene.requests()).length
    await scene.client.delete(pathOf('ImagePolicy', policy))
    await gone(pathOf('ImagePolicy', policy))
    const writes = (await scene.requests())
      .slice(since)
      .filter(({ verb, namespace: of }) => of === namespace && !['get', 'list', 'watch'].includes(verb))
    expect(writes).toEqual([])
    await scene.client.patch(pathOf('Secret', namespace, 'holds'), { metadata: { finalizers: null } })
    await gone(pathOf('Namespace', namespace))
  })

  test('the namespace itself never bears anything of ours', async () => {
    const { namespace, secret } = await begin('untouched')
    await attached(namespace, [secret])
    const { metadata } = await scene.client.get(pathOf('Namespace', namespace))
    expect(listAt(metadata, 'finalizers')).toEqual([])
    expect(textsAt(objectAt({ metadata }, 'metadata'), 'annotations')).toEqual({})
    expect(await scene.client.get(collection('ServiceAccount', namespace))).toMatchObject({
      items: [{ metadata: { name: 'default' } }],
    })
  })
})
