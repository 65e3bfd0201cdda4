import type { Cause } from '../../src/domain/failure/cause.ts'
import { type ProxyMode, setProxyMode } from '../cluster/node/proxyMode.ts'
import { writePassword } from '../cluster/node/registries.ts'
import { base64, dockerConfig, dockerConfigSecret } from '../integration/support/objects.ts'
import { podOf } from './support/failing.ts'
import { OPERATOR_NAMESPACE } from './support/installOperator.ts'
import { allRun, openScene, type Scene, waiting } from './support/scene.ts'
import { whereOurs } from './support/whereOurs.ts'

const TIMEOUT = 300_000

const pod = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec })

/** What is wrong for a while: it is named while it lasts, and forgotten when it is over, without anybody's help. */
describe('failures that pass, on a real node', () => {
  let scene: Scene
  let policy: string
  beforeAll(async () => {
    scene = await openScene('passing')
    policy = await scene.policy()
    await scene.untilPolicy(policy, 'the credentials are there', ({ status }) => status?.namespaces?.ready === 1)
  }, TIMEOUT)
  afterEach(() => scene.kubectl('delete', 'pods', '--all', '--grace-period=0', '--force'), TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  const reported = (name: string, cause: Cause) =>
    scene.untilPolicy(policy, `${name} is reported as ${cause}`, ({ status }) =>
      (status?.findings?.items ?? []).some((item) => item.workload.name === name && item.cause === cause),
    )
  const wellAgain = async () => {
    await scene.untilPods('the pod runs', allRun)
    await scene.untilPolicy(policy, 'nothing is reported any more', ({ status }) => status?.findings?.total === 0)
  }

  whereOurs('proxy', () => {
    afterEach(() => setProxyMode(scene.node, 'pass'), TIMEOUT)

    test.each`
      mode                   | cause
      ${'down'}              | ${'RegistryUnreachable'}
      ${'too-many-requests'} | ${'RateLimited'}
      ${'server-error'}      | ${'RegistryServerError'}
    `(
      'a registry in mode $mode is $cause, and nothing when it is back',
      async ({ mode, cause }: { mode: ProxyMode; cause: Cause }) => {
        await setProxyMode(scene.node, mode)
        const image = scene.image.proxy('acme/app:v1')
        await scene.apply(pod(mode, podOf({ image, imagePullPolicy: 'Always' })))
        await reported(mode, cause)
        await setProxyMode(scene.node, 'pass')
        await wellAgain()
      },
      TIMEOUT,
    )
  })

  test(
    'a postStart hook that fails once is HookFailed or already over, and then nothing',
    async () => {
      const once = ['/bin/sh', '-c', 'test -e /state/ran || { echo > /state/ran; exit 1; }']
      const container = {
        image: scene.image.public('acme/app:v1'),
        lifecycle: { postStart: { exec: { command: once } } },
        volumeMounts: [{ name: 'state', mountPath: '/state' }],
      }
      await scene.apply(pod('fails-once', podOf(container, { volumes: [{ name: 'state', emptyDir: {} }] })))
      await scene.untilEvent('FailedPostStartHook')
      await wellAgain()
    },
    TIMEOUT,
  )

  test(
    'a postStart hook that hangs is no failure: its container is being created, and nothing is said of it',
    async () => {
      const lifecycle = { postStart: { exec: { command: ['/bin/sleep', '3600'] } } }
      await scene.apply(pod('hangs', podOf({ image: scene.image.public('acme/app:v1'), lifecycle })))
      await scene.untilPods('its container is being created', ([seen]) =>
        /ContainerCreating|PodInitializing/.test((seen && waiting(seen)?.reason) ?? ''),
      )
      // Something that is told after what could have been told of it.
      await scene.apply(pod('absent', podOf({ image: scene.image.public('acme/app:v9') })))
      const after = await reported('absent', 'ImageNotFound')
      expect(after.status?.findings?.items?.map((item) => item.workload.name)).toEqual(['absent'])
    },
    TIMEOUT,
  )

  test(
    'a preStop hook that fails, and one that outlives the grace period, keep no pod from ending',
    async () => {
      const image = scene.image.public('acme/app:v1')
      const ending = (command: readonly string[]) => ({
        ...podOf({ image, lifecycle: { preStop: { exec: { command: [...command] } } } }),
        terminationGracePeriodSeconds: 2,
      })
      await scene.apply(pod('fails', ending(['/bin/false'])), pod('outlives', ending(['/bin/sleep', '3600'])))
      await scene.untilPods('both run', (pods) => pods.length === 2 && allRun(pods))
      await scene.kubectl('delete', 'pod', 'fails', 'outlives', '--wait=false')
      await scene.untilEvent('FailedPreStopHook')
      await scene.untilPods('both are gone', (pods) => pods.length === 0)
    },
    TIMEOUT,
  )

  whereOurs('password', () => {
    afterEach(() => writePassword(scene.node.htpasswdPath, scene.node.account), TIMEOUT)

    test(
      'a password that is changed at the registry and in the source: no restart, and the next pull works',
      async () => {
        const spec = podOf({ image: scene.image.private('acme/app:v1'), imagePullPolicy: 'Always' })
        await scene.apply(pod('first', spec))
        const [first] = await scene.untilPods('the first runs', allRun)
        const account = { ...scene.node.account, password: 'changed' }
        await writePassword(scene.node.htpasswdPath, account)
        await scene.apply(pod('second', spec))
        await reported('second', 'CredentialsRejected')
        const login = dockerConfig({ [scene.image.private('x').split('/')[0] ?? '']: [account.user, account.password] })
        await scene.apply(dockerConfigSecret(OPERATOR_NAMESPACE, policy, login))
        await wellAgain()
        const still = (await scene.pods()).find(({ metadata }) => metadata?.name === 'first')
        expect(still?.metadata?.uid).toBe(first?.metadata?.uid)
        expect(still?.status?.containerStatuses?.[0]?.restartCount).toBe(0)
        const copy = await scene.kubectl('get', 'secret', `pullkeeper-${policy}`, '--output=json')
        expect(copy).toContain(base64(login))
      },
      TIMEOUT,
    )
  })
})
