import { deployment } from '../integration/support/objects.ts'
import { allRun, conditionOf, openScene, type Scene, waiting } from './support/scene.ts'

const TIMEOUT = 300_000

/** The product's main job, where it counts: a container that could not be pulled runs. */
describe('a policy for a private image', () => {
  let scene: Scene
  let policy: string
  beforeAll(async () => {
    scene = await openScene('policy')
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  test(
    'lets pods run that were stuck before it came, and those that are made after it',
    async () => {
      // Always: the node may have the image from another scene, and up to 1.34 that would be enough.
      const parts = { image: scene.image.private('acme/app:v1'), imagePullPolicy: 'Always' }
      await scene.apply(deployment(scene.namespace, 'before', { ...parts, replicas: 2 }))
      await scene.untilPods(
        'both pods are denied',
        (pods) => pods.length === 2 && pods.every((pod) => waiting(pod)?.message.includes('401 Unauthorized')),
      )
      policy = await scene.policy()
      await scene.untilPods(
        'pods with the managed secret run',
        (pods) => pods.length === 2 && allRun(pods) && pods.every((pod) => pod.spec?.imagePullSecrets?.length === 1),
      )
      await scene.apply(deployment(scene.namespace, 'after', parts))
      await scene.untilPods('all three run', (pods) => pods.length === 3 && allRun(pods))
    },
    TIMEOUT,
  )

  test(
    'is shown by kubectl get as ready, with nothing that fails',
    async () => {
      await scene.untilPolicy(policy, 'the policy is ready and its workloads are well', (each) =>
        ['Ready', 'CredentialsReady', 'WorkloadsHealthy'].every((type) => conditionOf(each, type) === 'True'),
      )
      const table = await scene.kubectl('get', 'imagepolicies', policy)
      expect(table.replace(/ +/g, ' ').replace(/ \d+[sm]\n/, ' AGE\n')).toBe(
        `NAME READY NAMESPACES ACCOUNTS FAILING TOP CAUSE AGE\n${policy} True 1/1 1/1 0 AGE\n`,
      )
    },
    TIMEOUT,
  )

  test(
    'leaves running pods alone when it goes, and takes its secret and its reference with it',
    async () => {
      const before = (await scene.pods()).map((pod) => pod.metadata?.uid)
      await scene.kubectl('delete', 'imagepolicy', policy)
      expect(await scene.kubectl('get', 'secrets', '--output=name')).toBe('')
      expect(await scene.kubectl('get', 'serviceaccount', 'default', '--output=jsonpath={.imagePullSecrets}')).toBe('')
      const after = await scene.pods()
      expect(after.map((pod) => pod.metadata?.uid)).toEqual(before)
      expect(allRun(after)).toBe(true)
    },
    TIMEOUT,
  )
})
