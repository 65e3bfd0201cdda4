import type { V1Pod } from '@kubernetes/client-node'
import type { ImagePolicy } from '../../src/generated/imagepolicy.ts'
import { eventually } from '../cluster/eventually.ts'
import { dockerConfig, dockerConfigSecret } from '../integration/support/objects.ts'
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
  // Always: the node may have the image from another scene, and up to 1.34 that would be enough.
  const denied = () => podOf({ image: scene.image.private('acme/app:v1'), imagePullPolicy: 'Always' })
  const bare = () => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare' }, spec: denied() })

  beforeAll(async () => {
    scene = await openScene('recovery')
    const spec = denied()
    const job = { ...spec, restartPolicy: 'Never' }
    const sidecar = { name: 'sidecar', image: scene.image.public('acme/app:v1'), restartPolicy: 'Always' }
    await scene.apply(
      dockerConfigSecret(scene.namespace, 'own', dockerConfig({ 'ghcr.io': ['robot', 'for another registry'] })),
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
      bare(),
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

  // What it says, and what a person does who follows it: in kubectl's words, NS for the namespace.
  const stays = [
    {
      name: 'job',
      workload: { kind: 'Job', name: 'job' },
      reason: 'its Job would count it as a failure',
      step: 'kubectl -n NS delete pods -l job-name=job (the Job counts each as a failure)',
      follow: () => scene.kubectl('delete', 'pods', '-l', 'job-name=job'),
    },
    {
      name: 'cron-now',
      workload: { kind: 'CronJob', name: 'cron' },
      reason: 'its Job would count it as a failure',
      step: 'kubectl -n NS delete pods -l job-name=cron-now (the Job counts each as a failure)',
      follow: () => scene.kubectl('delete', 'pods', '-l', 'job-name=cron-now'),
    },
    {
      name: 'bare',
      workload: { kind: 'Pod', name: 'bare' },
      reason: 'no controller would replace it',
      step: 'kubectl -n NS delete pod bare, then create it again from its manifest',
      follow: async () => {
        await scene.kubectl('delete', 'pod', 'bare')
        await scene.apply(bare())
      },
    },
    {
      name: 'sidecar',
      workload: { kind: 'Deployment', name: 'sidecar' },
      reason: 'a container of it has run, and may hold work',
      step: 'kubectl -n NS rollout restart deployment/sidecar',
      follow: () => scene.kubectl('rollout', 'restart', 'deployment/sidecar'),
    },
  ] as const

  const itemOf = async ({ kind, name }: { readonly kind: string; readonly name: string }) => {
    type Items = NonNullable<NonNullable<ImagePolicy['status']>['findings']>['items']
    const find = (items: Items) => items?.find(({ workload: of }) => of.kind === kind && of.name === name)
    const seen = await scene.untilPolicy(
      policy,
      `${kind} ${name} is reported`,
      ({ status }) => find(status?.findings?.items)?.cause === 'CredentialsNotAttached',
    )
    return find(seen.status?.findings?.items)
  }
  const wasDenied = () => `Registry ${scene.registry.private} denied the pull of ${scene.registry.private}/acme/app. `
  const isStill = async (name: string) =>
    expect((await scene.pods()).find((pod) => belongsTo(pod, name))?.metadata?.uid).toBe(uidBefore(name))
  const newOneRuns = (name: string) =>
    scene.untilPods(`a new pod of ${name} runs`, (pods) =>
      pods.some(
        (pod) => belongsTo(pod, name) && pod.metadata?.uid !== uidBefore(name) && pod.status?.phase === 'Running',
      ),
    )

  test.each(stays)(
    '$workload.kind $name: the pod stays, the policy says why and what to do, and who does it has a pod that runs',
    async ({ name, workload: of, reason, step, follow }) => {
      const item = await itemOf(of)
      const { namespace } = scene
      expect(item?.message).toBe(
        `${wasDenied()}Secret pullkeeper-${policy} of ImagePolicy ${policy} matches and ServiceAccount ${namespace}/default ` +
          "lists it, but this pod was created before that, and a pod's list never changes. Pullkeeper does not evict " +
          `it: ${reason}. Next: ${step.replace('NS', namespace)}. (docs/causes.md#credentialsnotattached)`,
      )
      await eventually('its developer sees it too', async () =>
        (await scene.kubectl('describe', of.kind, of.name)).includes(item?.message ?? '') ? true : undefined,
      )
      await isStill(name)
      await follow()
      await newOneRuns(name)
    },
    TIMEOUT,
  )

  test(
    'Deployment own-secrets, whose template names its own: the same',
    async () => {
      const item = await itemOf({ kind: 'Deployment', name: 'own-secrets' })
      const { namespace } = scene
      expect(item?.message).toBe(
        `${wasDenied()}Secret pullkeeper-${policy} of ImagePolicy ${policy} matches, but the pod template sets ` +
          'imagePullSecrets of its own (own). Remove imagePullSecrets from the pod template, so that ServiceAccount ' +
          `${namespace}/default supplies them, or add pullkeeper-${policy} to them: kubectl -n ${namespace} edit ` +
          'deployment/own-secrets. (docs/causes.md#credentialsnotattached)',
      )
      await isStill('own-secrets')
      const withoutOwn = '[{"op": "remove", "path": "/spec/template/spec/imagePullSecrets"}]'
      await scene.kubectl('patch', 'deployment', 'own-secrets', '--type=json', `--patch=${withoutOwn}`)
      await newOneRuns('own-secrets')
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
