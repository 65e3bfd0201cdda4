import { podOf } from './support/failing.ts'
import { allRun, openScene, type Scene, waiting } from './support/scene.ts'
import { hasImageVolumes } from './support/versionDifferences.ts'

const TIMEOUT = 300_000

const mounts = (name: string, app: string, reference: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: podOf(
    { image: app, volumeMounts: [{ name: 'model', mountPath: '/model' }] },
    { volumes: [{ name: 'model', image: { reference, pullPolicy: 'Always' } }] },
  ),
})

/** A volume that is an image is pulled like a container's, and fails like it. */
describe('image volumes, on a real node', () => {
  let scene: Scene
  let policy: string
  beforeAll(async () => {
    scene = await openScene('volumes')
    policy = await scene.diagnoseOnly()
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  test.each`
    name         | reference                                     | cause                   | says
    ${'absent'}  | ${() => scene.image.public('acme/model:v9')}  | ${'ImageNotFound'}      | ${/acme\/model:v9/}
    ${'private'} | ${() => scene.image.private('acme/model:v1')} | ${'CredentialsMissing'} | ${/no pull secrets/}
  `(
    'one that cannot be pulled ($name): from 1.35 $cause of the volume; up to 1.34 the pod has none, and runs',
    async ({
      name,
      reference,
      cause,
      says,
    }: {
      name: string
      reference: () => string
      cause: string
      says: RegExp
    }) => {
      const app = scene.image.public('acme/app:v1')
      await scene.apply(mounts(name, app, reference()))
      if (!(await hasImageVolumes(scene))) {
        const pods = await scene.untilPods('it runs', (all) =>
          allRun(all.filter((each) => each.metadata?.name === name)),
        )
        const made = pods.find(({ metadata }) => metadata?.name === name)
        expect(made?.spec?.volumes?.map((volume) => volume.name)).not.toContain('model')
        return
      }
      await scene.untilPods('its container waits for the volume', (all) =>
        all.some((each) => each.metadata?.name === name && waiting(each)?.reason === 'ImagePullBackOff'),
      )
      const seen = await scene.untilPolicy(policy, `${name} is reported`, ({ status }) =>
        (status?.findings?.items ?? []).some((item) => item.workload.name === name),
      )
      const items = (seen.status?.findings?.items ?? []).filter((item) => item.workload.name === name)
      expect(items).toMatchObject([{ cause, volume: 'model', image: reference(), pods: 1 }])
      expect(items[0]).not.toHaveProperty('container')
      expect(items[0]?.message).toMatch(says)
    },
    TIMEOUT,
  )
})
