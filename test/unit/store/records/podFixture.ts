import type { Json } from './objects.ts'

/** A pod of a Deployment that waits for its image, as kube-apiserver 1.36 shows it. */
export const waitingPod = (): { [key: string]: Json } => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-7d9c5b6f4d-x2x7k',
    generateName: 'web-7d9c5b6f4d-',
    namespace: 'team-a',
    uid: '3ca55824-af10-4fe9-a223-ffcaced8128a',
    resourceVersion: '4711',
    creationTimestamp: '2026-11-23T10:00:00Z',
    labels: { app: 'web', 'pod-template-hash': '7d9c5b6f4d' },
    ownerReferences: [
      { apiVersion: 'example.com/v1', kind: 'Watcher', name: 'w', uid: 'u-0' },
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'web-7d9c5b6f4d',
        uid: 'u-1',
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: [{ manager: 'kube-controller-manager', fieldsV1: { 'f:metadata': {} } }],
  },
  spec: {
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'model', image: { reference: 'ghcr.io/acme/model:v2', pullPolicy: 'Always' } },
    ],
    initContainers: [
      { name: 'migrate', image: 'ghcr.io/acme/migrate:v1', imagePullPolicy: 'IfNotPresent' },
      { name: 'mesh', image: 'ghcr.io/acme/mesh:v1', imagePullPolicy: 'Never', restartPolicy: 'Always' },
    ],
    containers: [
      {
        name: 'app',
        image: 'ghcr.io/acme/web:latest',
        imagePullPolicy: 'Always',
        env: [{ name: 'PORT', value: '8080' }],
        lifecycle: { postStart: { exec: { command: ['true'] } }, preStop: { sleep: { seconds: 5 } } },
      },
    ],
    ephemeralContainers: [{ name: 'debug', image: 'busybox', targetContainerName: 'app' }],
    serviceAccountName: 'default',
    nodeName: 'node-1',
    runtimeClassName: 'kata',
    imagePullSecrets: [{ name: 'acme-registry' }, {}],
  },
  status: {
    phase: 'Pending',
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-11-23T10:00:00Z' },
      { type: 'ContainersReady', status: 'False', lastTransitionTime: '2026-11-23T10:00:05Z' },
    ],
    initContainerStatuses: [
      {
        name: 'migrate',
        state: { terminated: { exitCode: 0, reason: 'Completed' } },
        lastState: {},
        restartCount: 0,
        imageID: 'ghcr.io/acme/migrate@sha256:aa',
      },
      { name: 'mesh', state: { waiting: { reason: 'PodInitializing' } }, lastState: {}, restartCount: 0, imageID: '' },
    ],
    containerStatuses: [
      {
        name: 'app',
        state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "ghcr.io/acme/web:latest"' } },
        lastState: {},
        ready: false,
        restartCount: 0,
        image: 'ghcr.io/acme/web:latest',
        imageID: '',
        started: false,
      },
    ],
  },
})
