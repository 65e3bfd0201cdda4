import type { Pod } from '../../../../src/domain/objects/pod.ts'
import { createInterner } from '../../../../src/store/intern.ts'
import { createPodShelf } from '../../../../src/store/pods/podShelf.ts'
import { decodePod } from '../../../../src/store/records/pod.ts'
import { recordOf, withValue, type Json } from './objects.ts'
import { waitingPod } from './podFixture.ts'

const decode = decodePod(createInterner())
const podWith = (path: string, value: Json): Pod => recordOf(decode(withValue(waitingPod(), path, value)))

test('a waiting pod of a Deployment', () => {
  expect(decode(waitingPod())).toStrictEqual({
    ok: true,
    key: 'team-a/web-7d9c5b6f4d-x2x7k',
    record: {
      namespace: 'team-a',
      name: 'web-7d9c5b6f4d-x2x7k',
      uid: '3ca55824-af10-4fe9-a223-ffcaced8128a',
      createdAt: 1795428000,
      deleting: false,
      controller: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d9c5b6f4d', uid: 'u-1' },
      podTemplateHash: '7d9c5b6f4d',
      serviceAccountName: 'default',
      nodeName: 'node-1',
      runtimeClassName: 'kata',
      imagePullSecrets: ['acme-registry'],
      phase: 'Pending',
      containers: [
        {
          name: 'migrate',
          image: 'ghcr.io/acme/migrate:v1',
          role: 'init',
          imagePullPolicy: 'IfNotPresent',
          postStart: false,
          preStop: false,
        },
        {
          name: 'mesh',
          image: 'ghcr.io/acme/mesh:v1',
          role: 'sidecar',
          imagePullPolicy: 'Never',
          postStart: false,
          preStop: false,
        },
        {
          name: 'app',
          image: 'ghcr.io/acme/web:latest',
          role: 'regular',
          imagePullPolicy: 'Always',
          postStart: true,
          preStop: true,
        },
        {
          name: 'debug',
          image: 'busybox',
          role: 'ephemeral',
          imagePullPolicy: 'IfNotPresent',
          postStart: false,
          preStop: false,
        },
      ],
      imageVolumes: [{ name: 'model', reference: 'ghcr.io/acme/model:v2', pullPolicy: 'Always' }],
      waiting: [
        { container: 'mesh', reason: 'PodInitializing', message: '' },
        {
          container: 'app',
          reason: 'ImagePullBackOff',
          message: 'Back-off pulling image "ghcr.io/acme/web:latest"',
        },
      ],
      pulled: ['migrate'],
      hasRun: false,
      notReadySince: 1795428005,
    },
  })
})

test('a pod of which little is known', () => {
  const metadata = { name: 'bare', namespace: 'team-a', uid: 'u', creationTimestamp: '2026-11-23T10:00:00Z' }
  expect(recordOf(decode({ metadata }))).toStrictEqual({
    namespace: 'team-a',
    name: 'bare',
    uid: 'u',
    createdAt: 1795428000,
    deleting: false,
    serviceAccountName: '',
    imagePullSecrets: [],
    phase: 'Pending',
    containers: [],
    imageVolumes: [],
    waiting: [],
    pulled: [],
    hasRun: false,
  })
})

describe('hasRun', () => {
  const app = 'status.containerStatuses.0'
  const [init, sidecar] = ['status.initContainerStatuses.0', 'status.initContainerStatuses.1']
  test.each<[string, string, Json, boolean]>([
    ['runs', `${app}.state`, { running: { startedAt: '2026-11-23T10:00:00Z' } }, true],
    ['has ended', `${app}.state`, { terminated: { exitCode: 0 } }, true],
    ['had ended before', `${app}.lastState`, { terminated: { exitCode: 1 } }, true],
    ['was restarted', `${app}.restartCount`, 1, true],
    ['has started', `${app}.started`, true, true],
    ['only waits', `${app}.state`, { waiting: { reason: 'ContainerCreating' } }, false],
    ['sidecar runs', `${sidecar}.state`, { running: {} }, true],
    ['init container runs', `${init}.state`, { running: {} }, false],
    [
      'ephemeral container runs',
      'status.ephemeralContainerStatuses',
      [{ name: 'debug', state: { running: {} } }],
      false,
    ],
  ])('%s', (_, path, value, hasRun) => {
    expect(podWith(path, value).hasRun).toBe(hasRun)
  })
})

test('ContainersReady counts only while False', () => {
  expect(podWith('status.conditions.1.status', 'True').notReadySince).toBeUndefined()
  expect(podWith('status.conditions.1.status', 'Unknown').notReadySince).toBeUndefined()
})

test('a deletionTimestamp is deleting', () => {
  expect(podWith('metadata.deletionTimestamp', '2026-11-23T10:01:00Z').deleting).toBe(true)
})

test('a pull policy of a later Kubernetes reads as IfNotPresent', () => {
  expect(podWith('spec.containers.0.imagePullPolicy', 'IfNewer').containers[2]?.imagePullPolicy).toBe('IfNotPresent')
})

test.each<[string, Json, string]>([
  ['metadata', 7, 'metadata: expected an object'],
  ['metadata.namespace', null, 'metadata.namespace: required'],
  ['metadata.uid', {}, 'metadata.uid: expected a string'],
  ['metadata.creationTimestamp', 'yesterday', 'metadata.creationTimestamp: expected a time (RFC 3339)'],
  ['metadata.deletionTimestamp', 5, 'metadata.deletionTimestamp: expected a time (RFC 3339)'],
  ['metadata.labels', 'x', 'metadata.labels: expected an object'],
  ['metadata.labels.pod-template-hash', 1, 'metadata.labels["pod-template-hash"]: expected a string'],
  ['metadata.ownerReferences', {}, 'metadata.ownerReferences: expected a list'],
  ['metadata.ownerReferences.1.controller', 'yes', 'metadata.ownerReferences[1].controller: expected true or false'],
  ['metadata.ownerReferences.0.uid', null, 'metadata.ownerReferences[0].uid: required'],
  ['spec', [], 'spec: expected an object'],
  ['spec.volumes.1.image', 'x', 'spec.volumes[1].image: expected an object'],
  ['spec.volumes.1.image.reference', 1, 'spec.volumes[1].image.reference: expected a string'],
  ['spec.containers', 'app', 'spec.containers: expected a list'],
  ['spec.containers.0', null, 'spec.containers[0].name: required'],
  ['spec.containers.0.image', 1, 'spec.containers[0].image: expected a string'],
  ['spec.containers.0.lifecycle.preStop', 1, 'spec.containers[0].lifecycle.preStop: expected an object'],
  ['spec.initContainers.1.restartPolicy', 1, 'spec.initContainers[1].restartPolicy: expected a string'],
  ['spec.ephemeralContainers.0.image', 1, 'spec.ephemeralContainers[0].image: expected a string'],
  ['spec.nodeName', 1, 'spec.nodeName: expected a string'],
  ['spec.imagePullSecrets.0', 'x', 'spec.imagePullSecrets[0]: expected an object'],
  ['status.phase', 1, 'status.phase: expected a string'],
  ['status.conditions.0.type', 1, 'status.conditions[0].type: expected a string'],
  [
    'status.containerStatuses.0.state.waiting.message',
    1,
    'status.containerStatuses[0].state.waiting.message: expected a string',
  ],
  ['status.containerStatuses.0.restartCount', '1', 'status.containerStatuses[0].restartCount: expected a whole number'],
  ['status.initContainerStatuses.0.imageID', 1, 'status.initContainerStatuses[0].imageID: expected a string'],
])('%s = %j', (path, value, problem) => {
  expect(decode(withValue(waitingPod(), path, value))).toMatchObject({ ok: false, problem })
})

test('a problem keeps the key, so that what is held under it stays', () => {
  expect(decode(withValue(waitingPod(), 'spec', 1))).toHaveProperty('key', 'team-a/web-7d9c5b6f4d-x2x7k')
  expect(decode(withValue(waitingPod(), 'metadata.name', 1))).not.toHaveProperty('key')
})

describe('pods of one template', () => {
  const first = podWith('metadata.name', 'web-1')
  const second = podWith('metadata.name', 'web-2')

  // As the store keeps them, which is where most of it is shared.
  const shelf = createPodShelf()
  const kept = (pod: Pod): Pod => shelf.put(`${pod.namespace}/${pod.name}`, pod).after
  const keptFirst = kept(first)

  test.each(['containers', 'imageVolumes', 'imagePullSecrets', 'waiting', 'pulled'] as const)('share %s', (field) => {
    expect(kept(second)[field]).toBe(keptFirst[field])
  })

  test('and no list with a pod that differs in it', () => {
    const other = kept(podWith('spec.containers.0.image', 'ghcr.io/acme/web:v2'))
    expect(other.containers).not.toBe(keptFirst.containers)
    expect(other.containers[2]?.image).toBe('ghcr.io/acme/web:v2')
    expect(other.waiting).toBe(keptFirst.waiting)
  })

  test('nor an owner that only claims the same uid', () => {
    expect(kept(podWith('metadata.ownerReferences.1.name', 'other')).controller?.name).toBe('other')
  })
})
