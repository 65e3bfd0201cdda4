import { jest } from '@jest/globals'
import { type JsonObject, objectAt, objectsAt, textAt } from '../support/apiserver/json.ts'
import { privateRegistry } from '../support/puppets/index.ts'
import { eventually } from './support/eventually.ts'
import { deployment, dockerConfig, dockerConfigSecret } from './support/objects.ts'
import type { Operator } from './support/operator.ts'
import { collection, pathOf } from './support/paths.ts'
import { eventsAbout, type Scene, startScene, statusOf } from './support/scene.ts'

// Pods fail, are evicted after their time and start anew; a busy machine takes its own.
jest.setTimeout(180_000)

const image = 'ghcr.io/acme/app:1'
const container = { name: 'app', image }
const names = (list: readonly string[]) => list.map((name) => ({ name }))

const workload = (
  kind: string,
  namespace: string,
  name: string,
  pod: JsonObject,
  more: JsonObject = {},
): JsonObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { namespace, name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [container], terminationGracePeriodSeconds: 0, ...pod },
    },
    ...more,
  },
})

const job = (namespace: string, name: string): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { namespace, name },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [container], terminationGracePeriodSeconds: 0 } } },
})

const bare = (namespace: string, name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name },
  spec: { containers: [container], terminationGracePeriodSeconds: 0 },
})

/** Begins to run while the container that needs credentials waits. */
const sidecar = { initContainers: [{ name: 'mesh', image: 'docker.io/library/mesh:1', restartPolicy: 'Always' }] }

describe('pods that are older than the credentials', () => {
  let scene: Scene
  let operator: Operator
  /** Requests of other files on the same server. */
  let source: string

  const podsIn = async (namespace: string): Promise<readonly JsonObject[]> =>
    objectsAt(await scene.client.get(collection('Pod', namespace)), 'items')
  const podOf = async (namespace: string, prefix: string): Promise<JsonObject> => {
    const found = (await podsIn(namespace)).find((pod) => textAt(objectAt(pod, 'metadata'), 'name').startsWith(prefix))
    if (found === undefined) throw new Error(`no pod ${prefix} in ${namespace}`)
    return found
  }
  const uidOf = async (namespace: string, prefix: string): Promise<string> =>
    textAt(objectAt(await podOf(namespace, prefix), 'metadata'), 'uid')
  const carries = (pod: JsonObject) =>
    objectsAt(objectAt(pod, 'spec'), 'imagePullSecrets').map((reference) => textAt(reference, 'name'))
  const isFailing = (pod: JsonObject): boolean =>
    objectsAt(objectAt(pod, 'status'), 'containerStatuses').some((status) =>
      ['ErrImagePull', 'ImagePullBackOff'].includes(textAt(objectAt(objectAt(status, 'state'), 'waiting'), 'reason')),
    )
  const allFail = (namespace: string, count: number) =>
    eventually(`${count} pods of ${namespace} that cannot pull`, async () => {
      expect((await podsIn(namespace)).filter(isFailing)).toHaveLength(count)
    })
  const messages = async (policy: string): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      objectsAt(objectAt(await statusOf(scene, policy), 'findings'), 'items').map((item) => [
        textAt(objectAt(item, 'workload'), 'name'),
        textAt(item, 'message'),
      ]),
    )
  const policyFor = (team: string, recovery = 'Evict') =>
    scene.policy(team, {
      namespaceSelector: scene.namespaces({ team }),
      credentials: { sources: [{ name: 'ghcr', secretRef: { name: source } }], recovery },
    })
  const evicted = async (): Promise<number> =>
    [...(await operator.metrics()).matchAll(/^pullkeeper_evicted_pods_total\{.*\} (\d+)$/gm)]
      .map(([, count]) => Number(count))
      .reduce((sum, count) => sum + count, 0)

  beforeAll(async () => {
    scene = await startScene('recovery')
    scene.server.kubelet.follow(privateRegistry([{ prefix: 'ghcr.io/acme', user: 'robot', password: 's3cret' }]))
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    operator = scene.operator()
    await operator.ready()
  })
  afterAll(async () => {
    scene.server.kubelet.follow(() => ({ is: 'running' }))
    await scene.close()
  })

  test('are replaced, those of a Deployment, a StatefulSet and a DaemonSet; a Job’s, bare ones and the like are not', async () => {
    const namespace = await scene.namespace('kinds', { team: 'kinds' })
    await scene.create(deployment(namespace, 'web', { image, replicas: 2 }))
    await scene.create(workload('StatefulSet', namespace, 'db', {}, { replicas: 1, serviceName: 'db' }))
    await scene.create(workload('DaemonSet', namespace, 'agent', {}))
    await scene.create(job(namespace, 'sum'))
    await scene.create(bare(namespace, 'alone'))
    await scene.create(dockerConfigSecret(namespace, 'its-own', dockerConfig({ 'quay.io': ['other', 'other'] })))
    await scene.create(workload('Deployment', namespace, 'own', { imagePullSecrets: names(['its-own']) }))
    await scene.create(workload('Deployment', namespace, 'meshed', sidecar))
    await allFail(namespace, 8)
    const stay = ['sum', 'alone', 'own', 'meshed']
    const before = await Promise.all(stay.map((prefix) => uidOf(namespace, prefix)))
    const gone = await podOf(namespace, 'db')

    const policy = await policyFor('kinds')
    await eventually('the pods that may be replaced carry the name and run', async () => {
      for (const prefix of ['web', 'db', 'agent']) {
        const pods = (await podsIn(namespace)).filter((pod) =>
          textAt(objectAt(pod, 'metadata'), 'name').startsWith(prefix),
        )
        expect(pods.map((pod) => [carries(pod), textAt(objectAt(pod, 'status'), 'phase')])).toEqual(
          Array.from({ length: prefix === 'web' ? 2 : 1 }, () => [[`pullkeeper-${policy}`], 'Running']),
        )
      }
    })
    await eventually('the others are told why they stay, and what to do', async () => {
      expect(await messages(policy)).toEqual({
        sum: expect.stringMatching(/Job would count it as a failure.*kubectl -n \S+ delete pods -l job-name=sum/),
        alone: expect.stringMatching(/no controller would replace it.*kubectl -n \S+ delete pod alone/),
        own: expect.stringMatching(/imagePullSecrets of its own.*kubectl -n \S+ edit deployment\/own/),
        meshed: expect.stringMatching(/a container of it has run.*kubectl -n \S+ rollout restart deployment\/meshed/),
      })
    })
    expect(await Promise.all(stay.map((prefix) => uidOf(namespace, prefix)))).toEqual(before)
    expect(await evicted()).toBe(4)

    await eventually('one Event on the pod that went', async () => {
      const told = await eventsAbout(scene, namespace, 'Pod', textAt(objectAt(gone, 'metadata'), 'name'))
      expect(told.map((event) => textAt(event, 'reason'))).toEqual(['EvictedForCredentials'])
      expect(textAt(told[0], 'message')).toContain(image)
    })
  })

  test('through the Eviction API, and are never deleted otherwise', async () => {
    const requests = await scene.requests()
    const onPods = requests.filter(
      ({ verb, resource }) => resource === 'pods' && !['get', 'list', 'watch'].includes(verb),
    )
    expect(onPods.length).toBeGreaterThanOrEqual(4)
    expect(new Set(onPods.map(({ verb, subresource }) => `${verb} ${subresource}`))).toEqual(
      new Set(['create eviction']),
    )
  })

  test('stay under recovery: None and while suspended, and are told who says so; then they go', async () => {
    const namespace = await scene.namespace('none', { team: 'none' })
    await scene.create(deployment(namespace, 'web', { image }))
    await allFail(namespace, 1)
    const uid = await uidOf(namespace, 'web')
    const policy = await policyFor('none', 'None')
    await eventually('the finding names the policy and the command', async () => {
      expect((await messages(policy))['web']).toMatch(
        /ImagePolicy \S+ says recovery: None.*kubectl -n \S+ rollout restart deployment\/web/,
      )
    })
    const change = (spec: JsonObject) => scene.client.patch(pathOf('ImagePolicy', policy), { spec })
    await change({ suspend: true, credentials: { recovery: 'Evict' } })
    await eventually('the finding says that the policy is suspended', async () => {
      expect((await messages(policy))['web']).toContain(`ImagePolicy ${policy} is suspended`)
    })
    expect(await uidOf(namespace, 'web')).toBe(uid)
    await change({ suspend: false })
    await eventually('it runs', async () => {
      expect(textAt(objectAt(await podOf(namespace, 'web'), 'status'), 'phase')).toBe('Running')
    })
  })
})
