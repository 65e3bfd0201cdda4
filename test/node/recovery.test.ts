import type { V1Pod } from '@kubernetes/client-node'
import { podOf } from './support/failing.ts'
import { openScene, type Scene, waiting } from './support/scene.ts'

const TIMEOUT = 300_000

/** A workload of the kind that runs pods from a template. */
const workload = (apiVersion: string, kind: string, name: string, podSpec: object, more: object = {}) => {
  const labels = { app: name }
  return {
    apiVersion,
    kind,
    metadata: { name },
    spec: { ...more, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec } },
  }
}

const belongsTo = (pod: V1Pod, name: string): boolean =>
  pod.metadata?.name === name || (pod.metadata?.name?.startsWith(`${name}-`) ?? false)

/** Pods that were made before the credentials, of every kind, on a real node. */
describe('pods that are older than their credentials', () => {
  let scene: Scene
  let policy: string
  let before: readonly V1Pod[] = []

  beforeAll(async () => {
    scene = await openScene('recovery')
    const image = scene.image.private('acme/app:v1')
    // Always: the node may have the image from another scene, and up to 1.34 that would be enough.
    const spec = podOf({ image, imagePullPolicy: 'Always' })
    const job = { ...spec, restartPolicy: 'Never' }
    const sidecar = { name: 'sidecar', image: scene.image.public('acme/app:v1'), restartPolicy: 'Always' }
    await scene.apply(
      workload('apps/v1', 'Deployment', 'deployment', spec),
      workload('apps/v1', 'StatefulSet', 'statefulset', spec, { serviceName: 'statefulset' }),
      workload('apps/v1', 'DaemonSet', 'daemonset', spec),
      workload('apps/v1', 'Deployment', 'sidecar', { ...spec, initContainers: [sidecar] }),
      workload('apps/v1', 'Deployment', 'own-secrets', { ...spec, imagePullSecrets: [{ name: 'own' }] }),
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'job' },
        spec: { template: { spec: job } },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'cron' },
        spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { template: { spec: job } } } },
      },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare' }, spec },
    )
    await scene.kubectl('create', 'job', 'cron-now', '--from=cronjob/cron')
    before = await scene.untilPods(
      'all eight are denied',
      (pods) => pods.length === 8 && pods.every((pod) => waiting(pod)?.message.includes('401 Unauthorized')),
    )
    policy = await scene.policy()
  }, TIMEOUT)
  afterAll(() => scene?.close(), TIMEOUT)

  const uidBefore = (name: string) => before.find((pod) => belongsTo(pod, name))?.metadata?.uid

  test.each(['deployment', 'statefulset', 'daemonset'])(
    'of a %s: the pod is replaced by one that runs',
    async (name) => {
      const pods = await scene.untilPods('the replacement runs', (all) =>
        all.some(
          (pod) => belongsTo(pod, name) && pod.metadata?.uid !== uidBefore(name) && pod.status?.phase === 'Running',
        ),
      )
      expect(pods.filter((pod) => belongsTo(pod, name))).toHaveLength(1)
    },
    TIMEOUT,
  )

  test.each`
    name             | kind            | reported         | says
    ${'job'}         | ${'Job'}        | ${'job'}         | ${/its Job would count it as a failure/}
    ${'cron-now'}    | ${'CronJob'}    | ${'cron'}        | ${/its Job would count it as a failure/}
    ${'bare'}        | ${'Pod'}        | ${'bare'}        | ${/no controller would replace it/}
    ${'sidecar'}     | ${'Deployment'} | ${'sidecar'}     | ${/a container of it has run/}
    ${'own-secrets'} | ${'Deployment'} | ${'own-secrets'} | ${/own/}
  `(
    '$kind $name: the pod stays, and the policy says why and what to do',
    async ({ name, kind, reported, says }: { name: string; kind: string; reported: string; says: RegExp }) => {
      const seen = await scene.untilPolicy(policy, `${name} is reported`, ({ status }) =>
        (status?.findings?.items ?? []).some(
          (item) => item.workload.kind === kind && item.workload.name === reported && says.test(item.message),
        ),
      )
      const item = seen.status?.findings?.items?.find((each) => each.workload.name === reported)
      expect(item?.message).toMatch(/kubectl|imagePullSecrets/)
      const now = await scene.pods()
      expect(now.find((pod) => belongsTo(pod, name))?.metadata?.uid).toBe(uidBefore(name))
    },
    TIMEOUT,
  )

  test(
    'nothing but the three was evicted',
    async () => {
      const evicted = (await scene.events()).filter((event) => event.reason === 'EvictedForCredentials')
      expect(new Set(evicted.map(({ involvedObject }) => involvedObject.name?.split('-')[0]))).toEqual(
        new Set(['daemonset', 'deployment', 'statefulset']),
      )
    },
    TIMEOUT,
  )
})
