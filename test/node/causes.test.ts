import type { ImagePolicy } from '../../src/generated/imagepolicy.ts'
import { base64, deployment, dockerConfig, dockerConfigSecret, opaqueSecret } from '../integration/support/objects.ts'
import { type FailingPod, failingPods, podOf, SECRETS } from './support/failing.ts'
import { openScene, type Scene } from './support/scene.ts'

const TIMEOUT = 300_000

type Item = NonNullable<NonNullable<NonNullable<ImagePolicy['status']>['findings']>['items']>[number]

const itemsOf = ({ status }: ImagePolicy): readonly Item[] => status?.findings?.items ?? []

const pod = (namespace: string, name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name },
  spec,
})

const runtimeClass = (name: string, handler: string, more: object = {}) => ({
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: { name },
  handler,
  ...more,
})

const pullSecrets = ({ namespace, node, image }: Scene) => {
  const { user, password } = node.account
  const registry = image.private('acme').split('/')[0] ?? ''
  return [
    dockerConfigSecret(namespace, SECRETS.wrongPassword, dockerConfig({ [`${registry}/acme/`]: [user, 'wrong'] })),
    dockerConfigSecret(namespace, SECRETS.otherPath, dockerConfig({ [`${registry}/other/`]: [user, password] })),
    dockerConfigSecret(namespace, SECRETS.malformed, JSON.stringify({ auths: { [registry]: { auth: '%%%' } } })),
    opaqueSecret(namespace, SECRETS.opaque),
  ]
}

/** One node, everything that can be wrong at once, and a policy that only looks. */
describe('why a container cannot start, on a real node', () => {
  let scene: Scene
  let policy: string
  const named = (suffix: string) => `${scene.namespace}-${suffix}`
  const classes = ['no-handler', 'elsewhere', 'works']

  beforeAll(async () => {
    scene = await openScene('causes')
    const { namespace, image } = scene
    policy = named('diagnose-only')
    await scene.apply(
      {
        apiVersion: 'pullkeeper.dev/v1alpha1',
        kind: 'ImagePolicy',
        metadata: { name: policy },
        spec: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
      },
      ...pullSecrets(scene),
      runtimeClass(named('no-handler'), 'nobody-has-it'),
      runtimeClass(named('elsewhere'), 'runc', { scheduling: { nodeSelector: { disk: 'ssd' } } }),
      runtimeClass(named('works'), 'sandboxed'),
    )
    await scene.apply(
      ...failingPods(scene).map(({ name, spec }) => pod(namespace, name, spec)),
      pod(namespace, 'works', podOf({ image: image.public('acme/app:v1') }, { runtimeClassName: named('works') })),
      deployment(namespace, 'no-class', { image: image.public('acme/app:v1'), runtimeClassName: named('nothing') }),
    )
    const conflict = podOf(
      { image: image.public('acme/app:v1') },
      { runtimeClassName: named('elsewhere'), nodeSelector: { disk: 'hdd' } },
    )
    const base = deployment(namespace, 'conflict', { image: '' })
    const labels = { app: 'conflict' }
    await scene.apply({
      ...base,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { ...conflict, terminationGracePeriodSeconds: 30 } },
      },
    })
  }, TIMEOUT)
  afterAll(async () => {
    await scene.kubectl('delete', 'imagepolicy', policy, '--ignore-not-found')
    for (const each of classes) await scene.kubectl('delete', 'runtimeclass', named(each), '--ignore-not-found')
    await scene.close()
  }, TIMEOUT)

  const itemOf = async (workload: string, cause: string): Promise<Item | undefined> => {
    const settled = await scene.untilPolicy(policy, `${workload} is reported as ${cause}`, (seen) =>
      itemsOf(seen).some((item) => item.workload.name === workload && item.cause === cause),
    )
    return itemsOf(settled).find((item) => item.workload.name === workload && item.cause === cause)
  }

  // Names alone, for the scene opens later: jest wants its tests before.
  const expected: readonly (readonly [string, FailingPod['cause']])[] = [
    ['anonymous', 'CredentialsMissing'],
    ['wrong-password', 'CredentialsRejected'],
    ['other-path', 'CredentialsMissing'],
    ['absent-secret', 'PullSecretMissing'],
    ['malformed-secret', 'PullSecretMalformed'],
    ['opaque-secret', 'PullSecretWrongType'],
    ['no-tag', 'ImageNotFound'],
    ['no-repository', 'ImageNotFound'],
    ['other-architecture', 'PlatformMismatch'],
    ['uppercase', 'InvalidReference'],
    ['template', 'InvalidReference'],
    ['syntax', 'InvalidReference'],
    ['never', 'NeverPullAbsent'],
    ['in-an-init-container', 'ImageNotFound'],
    ['no-such-host', 'DNSFailure'],
    ['unreachable', 'RegistryUnreachable'],
    ['self-signed', 'TLSFailure'],
    ['plain-http', 'PlainHTTPRegistry'],
    ['post-start-fails', 'HookFailed'],
    ['no-handler', 'RuntimeHandlerMissing'],
  ]

  test.each(expected)(
    '%s: %s',
    async (name, cause) => {
      const wanted = failingPods(scene).find((each) => each.name === name)
      const item = await itemOf(name, cause)
      const part = wanted?.part === 'pod' ? {} : (wanted?.part ?? { container: 'app' })
      expect(item).toMatchObject({ workload: { kind: 'Pod' }, pods: 1, ...part })
      expect(item?.message).toMatch(wanted?.says ?? /$^/)
    },
    TIMEOUT,
  )

  test('the table above has every failing pod', () => {
    expect(failingPods(scene).map(({ name, cause }) => [name, cause])).toEqual(expected)
  })

  test.each([
    ['no-class', 'RuntimeClassNotFound'],
    ['conflict', 'RuntimeClassConflict'],
  ])(
    'of Deployment %s no pod is made: %s',
    async (name, cause) => {
      expect(await itemOf(name, cause)).toMatchObject({ workload: { kind: 'Deployment' } })
    },
    TIMEOUT,
  )

  test(
    'the pod under a RuntimeClass that works runs, and nothing is said of it',
    async () => {
      await scene.untilPods('it runs', (pods) =>
        pods.some(({ metadata, status }) => metadata?.name === 'works' && status?.phase === 'Running'),
      )
      const seen = await scene.untilPolicy(policy, 'the policy has a status', ({ status }) => status !== undefined)
      expect(itemsOf(seen).map((item) => item.workload.name)).not.toContain('works')
    },
    TIMEOUT,
  )

  test('no credential is in what the policy says', async () => {
    const seen = await scene.kubectl('get', 'imagepolicy', policy, '--output=json')
    const { password, user } = scene.node.account
    for (const secret of [password, base64(`${user}:${password}`), base64(`${user}:wrong`)])
      expect(seen).not.toContain(secret)
  })
})
