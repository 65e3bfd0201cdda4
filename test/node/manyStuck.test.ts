import { deployment } from '../integration/support/objects.ts'
import { allRun, conditionOf, openScene, type Scene, waiting } from './support/scene.ts'

const TIMEOUT = 600_000

const MANY = 20

/** More than kubelet pulls at once (5 a second, 10 in a burst), and more than are evicted in one go. */
describe(`${MANY} stuck Deployments of one policy`, () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene('many')
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  test(
    'all run at the end, each after one eviction',
    async () => {
      // Always: the node may have the image from another scene, and up to 1.34 that would be enough.
      const parts = { image: scene.image.private('acme/app:v1'), imagePullPolicy: 'Always' }
      const names = Array.from({ length: MANY }, (_, index) => `app-${index}`)
      await scene.apply(...names.map((name) => deployment(scene.namespace, name, parts)))
      const before = await scene.untilPods(
        'all are denied',
        (pods) => pods.length === MANY && pods.every((pod) => waiting(pod)?.message.includes('401 Unauthorized')),
      )
      const applied = performance.now()
      const policy = await scene.policy()
      const after = await scene.untilPods('all run', (pods) => pods.length === MANY && allRun(pods))
      const seconds = (performance.now() - applied) / 1000
      console.log(`from the policy to the last of ${MANY} running: ${seconds.toFixed(1)} s`)
      const seen = await scene.untilPolicy(
        policy,
        'its workloads are well',
        (each) => conditionOf(each, 'WorkloadsHealthy') === 'True',
      )
      expect(seen.status?.summary).toMatchObject({ namespaces: '1/1', serviceAccounts: '1/1', failing: 0 })
      const evicted = (await scene.events()).filter(({ reason }) => reason === 'EvictedForCredentials')
      const uidsBefore = new Set(before.map(({ metadata }) => metadata?.uid))
      expect(evicted).toHaveLength(MANY)
      expect(new Set(evicted.map(({ involvedObject }) => involvedObject.uid))).toEqual(uidsBefore)
      expect(after.filter(({ metadata }) => uidsBefore.has(metadata?.uid))).toEqual([])
    },
    TIMEOUT,
  )
})
