import type { V1Pod } from '@kubernetes/client-node'
import type { PullResult, PullTestResult } from '../../src/cli/testPull/result.ts'
import type { Cause } from '../../src/domain/failure/cause.ts'
import { setProxyMode } from '../cluster/node/proxyMode.ts'
import { dockerConfig, dockerConfigSecret, serviceAccount } from '../integration/support/objects.ts'
import { run, start } from '../unit/cli/process.ts'
import { openScene, type Scene } from './support/scene.ts'
import { whereOurs } from './support/whereOurs.ts'

const TIMEOUT = 300_000

const LABEL = 'pullkeeper.dev/test-pull'

/** What a pull as a ServiceAccount comes to. */
interface Row {
  readonly account: string
  readonly image: () => string
  readonly status: number
  readonly result: PullResult['result']
  readonly cause: Cause | undefined
}

/** `pullkeeper test-pull IMAGE -n NS` as a person runs it, in a namespace that admits restricted pods only. */
describe('pullkeeper test-pull, on a real node', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene('test-pull')
    const { account, kubectl, namespace, registry } = scene
    await kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted')
    await scene.apply(
      dockerConfigSecret(namespace, 'robot', dockerConfig({ [registry.private]: [account.user, account.password] })),
      dockerConfigSecret(namespace, 'stale', dockerConfig({ [registry.private]: [account.user, 'stale'] })),
      serviceAccount(namespace, 'robot', ['robot']),
      serviceAccount(namespace, 'stale', ['stale']),
    )
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  const args = (image: string, ...more: readonly string[]) => {
    const { namespace, kubeconfigPath } = scene
    return ['test-pull', image, '-n', namespace, '--kubeconfig', kubeconfigPath, ...more]
  }
  const testPull = async (image: string, ...more: readonly string[]) => {
    const { status, stdout, stderr } = await run(args(image, ...more, '-o', 'json'))
    const answer: PullTestResult | undefined = stdout === '' ? undefined : JSON.parse(stdout)
    return { status, stderr, results: answer?.results }
  }
  const left = async (): Promise<readonly V1Pod[]> =>
    (await scene.pods()).filter(({ metadata }) => metadata?.labels?.[LABEL] !== undefined)
  /** Until kubelet has begun to pull for a test that hangs. */
  const untilItPulls = async (image: string): Promise<V1Pod> => {
    const [pod] = await scene.untilPods('the pod of the test waits on the node', (pods) =>
      pods.some(({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === 'ContainerCreating'),
    )
    if (pod === undefined) throw new Error('there is no pod')
    await scene.untilEvent('Pulling', new RegExp(`"${image}"`))
    return pod
  }

  test(
    'an image that can be pulled: 0, what the tag stands for, nothing of it was run, and nothing is left',
    async () => {
      const image = scene.image.public('acme/app:v1')
      const { status, stdout, stderr } = await run(args(image))
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout.split('\n')).toEqual([
        expect.stringMatching(/^NODE +RESULT +CAUSE$/),
        expect.stringMatching(/^\S+ +Pulled +-$/),
        // Not by a repository: the node names content by any that it has it from.
        expect.stringMatching(/^ {4}it was pulled: sha256:[0-9a-f]{64}$/),
        '',
      ])
      expect(await left()).toEqual([])
      expect((await scene.events()).filter(({ reason }) => reason === 'Started')).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'a private one without credentials: 1, the cause and what to do, as a person reads it',
    async () => {
      const host = scene.registry.private
      const { status, stdout, stderr } = await run(args(scene.image.private('acme/app:v1')))
      expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
      expect(stdout.split('\n')).toEqual([
        expect.stringMatching(/^NODE +RESULT +CAUSE$/),
        expect.stringMatching(/^\S+ +Failed +CredentialsNotAttached$/),
        `    Registry ${host} denied the pull of ${host}/acme/app. Secret robot matches, but ` +
          `ServiceAccount ${scene.namespace}/default does not list it, and so neither does the pod.`,
        `    Fix: Add robot to imagePullSecrets of ServiceAccount ${scene.namespace}/default or of the pod template, ` +
          'then restart the workload. (docs/causes.md#credentialsnotattached)',
        '',
      ])
      expect(await left()).toEqual([])
    },
    TIMEOUT,
  )

  test.each`
    account    | image                                             | status | result      | cause
    ${'robot'} | ${() => scene.image.private('acme/app:v1')}       | ${0}   | ${'Pulled'} | ${undefined}
    ${'stale'} | ${() => scene.image.private('acme/app:v1')}       | ${1}   | ${'Failed'} | ${'CredentialsRejected'}
    ${'robot'} | ${() => scene.image.private('acme/app:v9')}       | ${1}   | ${'Failed'} | ${'ImageNotFound'}
    ${'robot'} | ${() => 'nowhere.registry.test/acme/app:v1'}      | ${1}   | ${'Failed'} | ${'DNSFailure'}
    ${'robot'} | ${() => scene.image.public('acme/other-arch:v1')} | ${1}   | ${'Failed'} | ${'PlatformMismatch'}
  `(
    'as ServiceAccount $account: $result, $cause',
    async ({ account, image, status, ...expected }: Row) => {
      const { results, ...ended } = await testPull(image(), '--service-account', account)
      expect(ended).toEqual({ status, stderr: '' })
      expect(results?.map(({ result, cause }) => ({ result, cause }))).toEqual([expected])
      expect(await left()).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'on each node: a result for every one of them',
    async () => {
      const names = await scene.kubectl('get', 'nodes', '--output=jsonpath={.items[*].metadata.name}')
      const { status, results } = await testPull(scene.image.public('acme/app:v1'), '--each-node')
      expect(status).toBe(0)
      expect(results?.map(({ node, result }) => ({ node, result }))).toEqual(
        names
          .split(' ')
          .toSorted()
          .map((node) => ({ node, result: 'Pulled' })),
      )
      expect(await left()).toEqual([])
    },
    TIMEOUT,
  )

  whereOurs('proxy', () => {
    afterEach(() => setProxyMode(scene.node, 'pass'), TIMEOUT)

    test(
      'Ctrl-C in the middle of a pull: it cleans up first',
      async () => {
        await setProxyMode(scene.node, 'hang')
        const image = scene.image.proxy('acme/app:v1')
        const { child, ended } = start(args(image))
        await untilItPulls(image)
        child.kill('SIGINT')
        expect(await ended).toEqual({
          status: 130,
          stdout: '',
          stderr: 'pullkeeper: interrupted; the pods of the test are removed\n',
        })
        expect(await left()).toEqual([])
      },
      TIMEOUT,
    )

    test(
      'killed outright it leaves one pod, which says whose it is, and which kubelet ends when its time is over',
      async () => {
        await setProxyMode(scene.node, 'hang')
        const image = scene.image.proxy('acme/app:v2')
        const { child, ended } = start(args(image, '--timeout', '30s'))
        const { metadata: { name = '' } = {}, spec } = await untilItPulls(image)
        child.kill('SIGKILL')
        await ended
        const [pod, ...more] = await left()
        expect(more).toEqual([])
        expect(pod?.metadata?.annotations).toMatchObject({
          'pullkeeper.dev/purpose': 'Made by pullkeeper test-pull, which removes it again.',
        })
        expect(spec?.activeDeadlineSeconds).toBe(90)
        // A time that may be made shorter: so the test need not wait for it.
        await scene.kubectl('patch', 'pod', name, '--patch={"spec": {"activeDeadlineSeconds": 1}}')
        // kubelet looks at it between its tries, and lets a pull end that is under way.
        await setProxyMode(scene.node, 'pass')
        const [over] = await scene.untilPods('it has ended', (pods) =>
          pods.every(({ status }) => status?.phase === 'Failed'),
        )
        expect(over?.status?.reason).toBe('DeadlineExceeded')
      },
      TIMEOUT,
    )
  })
})
