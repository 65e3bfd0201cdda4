import type { ImagePolicy } from '../../src/generated/imagepolicy.ts'
import { base64 } from '../integration/support/objects.ts'
import { type FailingPod, failingPods, refusedDeployments } from './support/failing.ts'
import { makeFailingWorkloads, makeSurroundings, removeRuntimeClasses, WORKS } from './support/failingScene.ts'
import { openScene, type Scene } from './support/scene.ts'
import { whereOurs } from './support/whereOurs.ts'

const TIMEOUT = 300_000

type Item = NonNullable<NonNullable<NonNullable<ImagePolicy['status']>['findings']>['items']>[number]

const itemsOf = ({ status }: ImagePolicy): readonly Item[] => status?.findings?.items ?? []

/** One node, everything that can be wrong at once, and a policy that only looks. */
describe('why a container cannot start, on a real node', () => {
  let scene: Scene
  let policy: string

  beforeAll(async () => {
    scene = await openScene('causes')
    policy = await scene.diagnoseOnly()
    await makeSurroundings(scene)
    await makeFailingWorkloads(scene)
  }, TIMEOUT)
  afterAll(async () => {
    await removeRuntimeClasses(scene)
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
    ['post-start-fails', 'HookFailed'],
    ['no-handler', 'RuntimeHandlerMissing'],
  ]

  const onlyOnOurNode: readonly (readonly [string, FailingPod['cause']])[] = [
    ['unreachable', 'RegistryUnreachable'],
    ['self-signed', 'TLSFailure'],
    ['plain-http', 'PlainHTTPRegistry'],
  ]

  const isReported = async (name: string, cause: FailingPod['cause']): Promise<void> => {
    const wanted = failingPods(scene).find((each) => each.name === name)
    const item = await itemOf(name, cause)
    const part = wanted?.part === 'pod' ? {} : (wanted?.part ?? { container: 'app' })
    expect(item).toMatchObject({ workload: { kind: 'Pod' }, pods: 1, ...part })
    expect(item?.message).toMatch(wanted?.says ?? /$^/)
  }

  test.each(expected)('%s: %s', isReported, TIMEOUT)
  whereOurs('registries', () => {
    test.each(onlyOnOurNode)('%s: %s', isReported, TIMEOUT)
  })

  const refused: readonly (readonly [string, FailingPod['cause']])[] = [
    ['no-class', 'RuntimeClassNotFound'],
    ['conflict', 'RuntimeClassConflict'],
  ]

  test('the tables here have every failing pod and every refused Deployment', () => {
    const named = failingPods(scene).map(({ name, cause }) => `${name}: ${cause}`)
    const here = [...expected, ...onlyOnOurNode].map(([name, cause]) => `${name}: ${cause}`)
    expect(new Set(named)).toEqual(new Set(here))
    expect(refusedDeployments(scene).map(({ name, cause }) => [name, cause])).toEqual(refused)
  })

  test.each(refused)(
    'of Deployment %s no pod is made: %s',
    async (name, cause) => {
      expect(await itemOf(name, cause)).toMatchObject({ workload: { kind: 'Deployment' } })
    },
    TIMEOUT,
  )

  whereOurs('node', () => {
    test(
      'the pod under a RuntimeClass that works runs, and nothing is said of it',
      async () => {
        await scene.untilPods('it runs', (pods) =>
          pods.some(({ metadata, status }) => metadata?.name === WORKS && status?.phase === 'Running'),
        )
        const seen = await scene.untilPolicy(policy, 'the policy has a status', ({ status }) => status !== undefined)
        expect(itemsOf(seen).map((item) => item.workload.name)).not.toContain(WORKS)
      },
      TIMEOUT,
    )
  })

  test('no credential is in what the policy says', async () => {
    const seen = await scene.kubectl('get', 'imagepolicy', policy, '--output=json')
    const { password, user } = scene.account
    for (const secret of [password, base64(`${user}:${password}`), base64(`${user}:wrong`)])
      expect(seen).not.toContain(secret)
  })
})
