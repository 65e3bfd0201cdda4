import { type JsonObject, objectAt } from '../../support/apiserver/json.ts'
import { type PuppetClient, puppetClient, PuppetError } from '../../support/puppets/index.ts'
import { eventually } from '../support/eventually.ts'
import { base64, dockerConfig, dockerConfigSecret, opaqueSecret, serviceAccount } from '../support/objects.ts'
import { collection, pathOf } from '../support/paths.ts'
import { pullSecretsOf, type Scene, startScene } from '../support/scene.ts'
import { operatorNamespace } from '../support/testServer.ts'

/** Whoever has the operator's token tries to go beyond what it is for: RBAC and config/admission hold it back. */
describe("the fence around the operator's power", () => {
  let scene: Scene
  let thief: PuppetClient
  let namespace: string
  let policy: string
  let secret: string

  beforeAll(async () => {
    scene = await startScene('fence')
    const source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    policy = await scene.policy('acme', scene.handOut([source]))
    secret = `pullkeeper-${policy}`
    namespace = await scene.namespace('fenced')
    await scene.create(dockerConfigSecret(namespace, 'theirs', dockerConfig({ 'quay.io': ['they', 'pw'] })))
    await scene.create(opaqueSecret(namespace, 'opaque'))
    await scene.create(serviceAccount(namespace, 'build', ['theirs'], { team: 'acme' }))
    // While the operator works, so that the fence is seen to let through what it is for.
    const operator = scene.operator()
    await eventually('the operator does its work within the fence', async () => {
      expect(await pullSecretsOf(scene, namespace, 'build')).toEqual(['theirs', secret])
      expect(await pullSecretsOf(scene, namespace)).toEqual([secret])
    })
    await operator.stop()
    thief = puppetClient({ ...scene.server.access, token: scene.server.operatorToken }, 'thief')
  })
  afterAll(async () => {
    thief.close()
    await scene.close()
  })

  /** Status and message of a refusal; undefined when it was let through. */
  const refusal = async (attempt: Promise<unknown>): Promise<string | undefined> => {
    try {
      await attempt
      return undefined
    } catch (error) {
      if (error instanceof PuppetError) return error.message
      throw error
    }
  }
  const marks = (of: string, name: string, whose: string): JsonObject => ({
    labels: { 'app.kubernetes.io/managed-by': 'pullkeeper', 'pullkeeper.dev/policy': whose },
    annotations: { 'pullkeeper.dev/self': `${of}/${name}` },
  })
  const marked = (of: string, name: string, more: JsonObject = {}): JsonObject => ({
    ...dockerConfigSecret(of, name, dockerConfig({ 'ghcr.io': ['robot', 'pw'] })),
    metadata: { namespace: of, name, ...marks(of, name, policy) },
    ...more,
  })
  const account = () => pathOf('ServiceAccount', namespace, 'build')

  test.each<readonly [string, () => Promise<unknown>, RegExp]>([
    [
      'a Secret without our marks',
      () => thief.create(collection('Secret', namespace), dockerConfigSecret(namespace, 'new', dockerConfig({}))),
      /may write only Secrets that carry its marks/,
    ],
    [
      'a Secret that names itself otherwise',
      () =>
        thief.create(collection('Secret', namespace), {
          ...marked(namespace, 'new'),
          metadata: { namespace, name: 'new', ...marks(namespace, 'other', policy) },
        }),
      /may write only Secrets that carry its marks/,
    ],
    [
      'a marked Secret of another type: a token of a ServiceAccount',
      () =>
        thief.create(collection('Secret', namespace), {
          apiVersion: 'v1',
          kind: 'Secret',
          type: 'kubernetes.io/service-account-token',
          metadata: {
            namespace,
            name: 'token',
            labels: objectAt(marks(namespace, 'token', policy), 'labels'),
            annotations: { 'pullkeeper.dev/self': `${namespace}/token`, 'kubernetes.io/service-account.name': 'build' },
          },
        }),
      /may write only Secrets of type kubernetes.io\/dockerconfigjson/,
    ],
    [
      'a marked Secret with more in it',
      () =>
        thief.create(
          collection('Secret', namespace),
          marked(namespace, 'more', { data: { '.dockerconfigjson': base64('{"auths":{}}'), id_rsa: base64('x') } }),
        ),
      /in them only the key \.dockerconfigjson/,
    ],
    [
      "somebody's key in a managed Secret, to change it",
      async () => {
        await scene.client.patch(pathOf('Secret', namespace, secret), { data: { note: base64('theirs') } })
        return thief.patch(pathOf('Secret', namespace, secret), { data: { note: base64('ours') } })
      },
      /in them only the key \.dockerconfigjson/,
    ],
    [
      'more in a managed Secret',
      () => thief.patch(pathOf('Secret', namespace, secret), { data: { more: base64('x') } }),
      /in them only the key \.dockerconfigjson/,
    ],
    [
      'a managed Secret, whole',
      async () => {
        const path = pathOf('Secret', namespace, secret)
        return thief.update(path, await thief.get(path))
      },
      /cannot update resource "secrets"/,
    ],
    [
      'a marked Secret in kube-system',
      () => thief.create(collection('Secret', 'kube-system'), marked('kube-system', 'x')),
      /may write no Secret in kube-system/,
    ],
    [
      "somebody's Secret, to put our marks on it",
      async () => {
        const theirs = await thief.get(pathOf('Secret', namespace, 'theirs'))
        const metadata = { ...objectAt(theirs, 'metadata'), ...marks(namespace, 'theirs', policy) }
        return thief.patch(pathOf('Secret', namespace, 'theirs'), { metadata })
      },
      /may change or delete only Secrets that carry its marks/,
    ],
    [
      "somebody's Secret, to delete it",
      () => thief.delete(pathOf('Secret', namespace, 'theirs')),
      /may change or delete only Secrets that carry its marks/,
    ],
    [
      'all Secrets of a namespace at once',
      () => thief.delete(collection('Secret', namespace)),
      /cannot deletecollection resource "secrets"/,
    ],
    [
      "somebody's entry of imagePullSecrets, to remove it",
      () => thief.patch(account(), { imagePullSecrets: [{ name: secret }] }),
      /may remove only those imagePullSecrets/,
    ],
    ['all entries', () => thief.patch(account(), { imagePullSecrets: null }), /may remove only those imagePullSecrets/],
    [
      'the record and the entry in one write',
      () =>
        thief.patch(account(), {
          metadata: { annotations: { 'pullkeeper.dev/attached': '{"theirs":"2026-01-01T00:00:00Z"}' } },
          imagePullSecrets: [],
        }),
      /may remove only those imagePullSecrets/,
    ],
    [
      'the secrets that an account may mount',
      () => thief.patch(account(), { secrets: [{ name: 'opaque' }] }),
      /may change only imagePullSecrets and the annotation/,
    ],
    [
      'the token of an account in its pods',
      () => thief.patch(account(), { automountServiceAccountToken: true }),
      /may change only imagePullSecrets and the annotation/,
    ],
    [
      'labels of an account',
      () => thief.patch(account(), { metadata: { labels: { team: 'other' } } }),
      /may change only imagePullSecrets and the annotation/,
    ],
    [
      'other annotations of an account (the identity that a cloud gives it)',
      () =>
        thief.patch(account(), {
          metadata: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/admin' } },
        }),
      /may change only the annotation pullkeeper.dev\/attached/,
    ],
    [
      'an account of kube-system',
      () => thief.patch(pathOf('ServiceAccount', 'kube-system', 'default'), { imagePullSecrets: [{ name: 'x' }] }),
      /may write no ServiceAccount in kube-system/,
    ],
    [
      'a new ServiceAccount',
      () => thief.create(collection('ServiceAccount', namespace), serviceAccount(namespace, 'new')),
      /cannot create resource "serviceaccounts"/,
    ],
    [
      'a token of another ServiceAccount',
      () =>
        thief.create(`${account()}/token`, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
      /cannot create resource "serviceaccounts\/token"/,
    ],
    [
      'the spec of a policy',
      () => thief.patch(pathOf('ImagePolicy', policy), { spec: { namespaceSelector: { matchLabels: null } } }),
      /may change only the finalizers of a policy/,
    ],
    [
      "somebody's finalizer on a policy",
      () =>
        thief.patch(pathOf('ImagePolicy', policy), {
          metadata: { finalizers: ['pullkeeper.dev/cleanup', 'example.com/x'] },
        }),
      /may add and remove only its own finalizer/,
    ],
    [
      'a policy of its own',
      () =>
        thief.create(collection('ImagePolicy'), {
          apiVersion: 'pullkeeper.dev/v1alpha1',
          kind: 'ImagePolicy',
          metadata: { name: 'thief' },
          spec: {},
        }),
      /cannot create resource "imagepolicies"/,
    ],
    [
      'a pod',
      () =>
        thief.create(collection('Pod', namespace), {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { namespace, name: 'thief' },
          spec: { containers: [{ name: 'app', image: 'ghcr.io/x' }] },
        }),
      /cannot create resource "pods"/,
    ],
    [
      'more rights for itself',
      () =>
        thief.patch(pathOf('ClusterRole', 'pullkeeper'), {
          rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
        }),
      /cannot patch resource "clusterroles"/,
    ],
    [
      'the fence',
      () => thief.delete(pathOf('ValidatingAdmissionPolicyBinding', 'pullkeeper-secrets')),
      /cannot delete resource "validatingadmissionpolicybindings"/,
    ],
    [
      'Leases elsewhere',
      () =>
        thief.create(collection('Lease', 'kube-system'), {
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: { namespace: 'kube-system', name: 'kube-scheduler-2' },
        }),
      /cannot create resource "leases"/,
    ],
  ])('refuses %s', async (_what, attempt, says) => {
    expect(await refusal(attempt())).toMatch(says)
  })

  test('and lets through what the operator is for', async () => {
    const ours = pathOf('Secret', namespace, 'ours')
    expect(await refusal(thief.create(collection('Secret', namespace), marked(namespace, 'ours')))).toBeUndefined()
    await scene.client.patch(ours, { data: { note: base64('theirs') } })
    expect(await refusal(thief.patch(ours, { data: { '.dockerconfigjson': base64('{"auths":{}}') } }))).toBeUndefined()
    expect(await refusal(thief.delete(ours))).toBeUndefined()
    const build = await thief.get(account())
    const { resourceVersion } = objectAt(build, 'metadata')
    expect(
      await refusal(
        thief.patch(account(), {
          metadata: { resourceVersion, annotations: { 'pullkeeper.dev/attached': null } },
          imagePullSecrets: [{ name: 'theirs' }],
        }),
      ),
    ).toBeUndefined()
    expect(await refusal(thief.get(pathOf('Secret', operatorNamespace, scene.name('robot'))))).toBeUndefined()
  })

  test('everyone else is not fenced', async () => {
    const path = pathOf('Secret', namespace, 'opaque')
    expect(await refusal(scene.client.patch(path, { data: { note: base64('changed') } }))).toBeUndefined()
    expect(await refusal(scene.client.patch(account(), { metadata: { labels: { team: 'other' } } }))).toBeUndefined()
  })
})
