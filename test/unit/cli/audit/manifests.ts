/** Manifests of one Deployment in namespace `team`, its parts given. */
export const deployment = (spec: object, metadata: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'team', ...metadata },
  spec: { template: { spec: { containers: [{ name: 'app', image: 'ghcr.io/acme/app:1' }], ...spec } } },
})

export const pullSecret = (name: string, auths: object, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/dockerconfigjson',
  metadata: { name, namespace: 'team' },
  data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') },
  ...more,
})

export const robot = { auth: Buffer.from('robot:s3cret-word').toString('base64') }

const time = '2026-11-24T09:00:00Z'

/** A pod as `kubectl get -o json` shows it, whose only container waits. */
export const waitingPod = (name: string, reason: string, message: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'team',
    uid: `uid-${name}`,
    creationTimestamp: time,
    labels: { 'pod-template-hash': '6d4b75cb6d' },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-6d4b75cb6d', uid: 'rs-1', controller: true },
    ],
  },
  spec: {
    nodeName: 'n1',
    serviceAccountName: 'default',
    containers: [{ name: 'app', image: 'ghcr.io/acme/app:1', imagePullPolicy: 'IfNotPresent' }],
    ...more,
  },
  status: { phase: 'Pending', containerStatuses: [{ name: 'app', state: { waiting: { reason, message } } }] },
})

export const list = (...items: readonly object[]): object => ({ apiVersion: 'v1', kind: 'List', items })
