import { barePod } from '../integration/support/objects.ts'
import { type ProxyMode, setProxyMode } from '../cluster/node/proxyMode.ts'
import { writePassword } from '../cluster/node/registries.ts'
import { allRun, openScene, type Scene, waiting } from './support/scene.ts'
import { describeWhereOurs } from './support/whereOurs.ts'

const TIMEOUT = 300_000

/** The node's registries fail as they are told to, and containerd and kubelet say it in their own words. */
describeWhereOurs('registries', 'registries of the node', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene('registries')
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)
  afterEach(async () => {
    await setProxyMode(scene.node, 'pass')
    await scene.kubectl('delete', 'pods', '--all', '--wait=false', '--grace-period=0')
  }, TIMEOUT)

  const messageFor = async (name: string, image: string): Promise<string> => {
    await scene.apply(barePod(scene.namespace, name, { image, imagePullPolicy: 'Always' }))
    const isDenied = (reason: string | undefined) => reason === 'ErrImagePull' || reason === 'ImagePullBackOff'
    const pods = await scene.untilPods(`${name} is told why not`, (all) =>
      all.some((pod) => pod.metadata?.name === name && isDenied(waiting(pod)?.reason)),
    )
    const pod = pods.find(({ metadata }) => metadata?.name === name)
    return pod === undefined ? '' : (waiting(pod)?.message ?? '')
  }

  test.each`
    mode                   | message
    ${'pass'}              | ${/401 Unauthorized/}
    ${'too-many-requests'} | ${/429 Too Many Requests/}
    ${'server-error'}      | ${/500 Internal Server Error/}
    ${'forbidden'}         | ${/403 Forbidden/}
    ${'reset'}             | ${/connection reset by peer|EOF/}
    ${'down'}              | ${/connection refused/}
  `(
    'the proxy in mode $mode: $message',
    async ({ mode, message }: { mode: ProxyMode; message: RegExp }) => {
      await setProxyMode(scene.node, mode)
      expect(await messageFor(`proxy-${mode}`, scene.image.proxy('acme/app:v1'))).toMatch(message)
    },
    TIMEOUT,
  )

  test.each`
    name                    | image                                             | message
    ${'plain'}              | ${() => scene.image.plain('acme/app:v1')}         | ${/server gave HTTP response to HTTPS client/}
    ${'self-signed'}        | ${() => scene.image.selfSigned('acme/app:v1')}    | ${/x509: certificate signed by unknown authority/}
    ${'unknown-host'}       | ${() => 'nowhere.registry.test/acme/app:v1'}      | ${/no such host/}
    ${'unreachable-host'}   | ${() => 'unreachable.registry.test/acme/app:v1'}  | ${/no route to host|i\/o timeout/}
    ${'other-architecture'} | ${() => scene.image.public('acme/other-arch:v1')} | ${/no match for platform in manifest/}
    ${'no-such-tag'}        | ${() => scene.image.public('acme/app:v0')}        | ${/acme\/app:v0: not found/}
    ${'no-such-repository'} | ${() => scene.image.public('acme/nothing:v1')}    | ${/acme\/nothing:v1: not found/}
  `(
    '$name: $message',
    async ({ name, image, message }: { name: string; image: () => string; message: RegExp }) => {
      expect(await messageFor(name, image())).toMatch(message)
    },
    TIMEOUT,
  )

  test(
    'a proxy that hangs holds a pull up until it no longer does, and a new password holds at once',
    async () => {
      const { user } = scene.node.account
      await writePassword(scene.node.htpasswdPath, { user, password: 'rotated' })
      try {
        const login = ['--docker-server=localhost:5002', `--docker-username=${user}`, '--docker-password=rotated']
        await scene.kubectl('create', 'secret', 'docker-registry', 'rotated', ...login)
        await setProxyMode(scene.node, 'hang')
        const image = scene.image.proxy('acme/app:v2')
        await scene.apply(barePod(scene.namespace, 'held-up', { image, imagePullSecrets: ['rotated'] }))
        await scene.untilEvent('Pulling', /acme\/app:v2/)
        const [pod] = await scene.pods()
        const held = pod && waiting(pod)
        // Kubelet's own limit of pulls, which all files' pods share, may have come first: then the next try is held up.
        expect(`${held?.reason}: ${held?.message}`).toMatch(/^ContainerCreating:|pull QPS exceeded/)
        await setProxyMode(scene.node, 'pass')
        await scene.untilPods('it runs', allRun)
      } finally {
        await writePassword(scene.node.htpasswdPath, scene.node.account)
      }
    },
    TIMEOUT,
  )
})
