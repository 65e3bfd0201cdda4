import { deployment } from '../integration/support/objects.ts'
import { allRun, openScene, type Scene, waiting } from './support/scene.ts'

const TIMEOUT = 300_000

/** What Pullkeeper is there to spare people; also the proof that this node behaves as nodes do. */
describe('a private image, by hand', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene('by-hand')
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  test(
    'is denied without credentials, and with the real message',
    async () => {
      const image = scene.image.private('acme/app:v1')
      // Always: the node may have the image from another scene, and up to 1.34 that would be enough.
      await scene.apply(deployment(scene.namespace, 'app', { image, imagePullPolicy: 'Always' }))
      const [pod] = await scene.untilPods('the pull backs off', (pods) =>
        pods.some((each) => waiting(each)?.reason === 'ImagePullBackOff'),
      )
      // Which words containerd has for it is recorded in test/fixtures/node.
      const message = pod && waiting(pod)?.message
      expect(message).toContain(`Back-off pulling image "${image}": ErrImagePull: `)
      expect(message).toContain('401 Unauthorized')
    },
    TIMEOUT,
  )

  test(
    'stays denied for the pod that is older than the credentials, and runs in the one that replaces it',
    async () => {
      const { user, password } = scene.account
      const server = `--docker-server=${scene.registry.private}`
      const login = [server, `--docker-username=${user}`, `--docker-password=${password}`]
      await scene.kubectl('create', 'secret', 'docker-registry', 'robot', ...login)
      await scene.kubectl('patch', 'serviceaccount', 'default', '--patch={"imagePullSecrets": [{"name": "robot"}]}')
      const [stuck] = await scene.pods()
      expect(stuck?.spec?.imagePullSecrets).toBeUndefined()
      await scene.kubectl('delete', 'pods', '--all')
      const [replacement] = await scene.untilPods('the replacement runs', allRun)
      expect(replacement?.spec?.imagePullSecrets).toEqual([{ name: 'robot' }])
    },
    TIMEOUT,
  )
})
