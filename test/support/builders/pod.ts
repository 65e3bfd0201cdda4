import type { Container, Pod } from '../../../src/domain/objects/pod.ts'

/** A regular container of a private image; the parts that matter to a test are given. */
export const aContainer = (given: Partial<Container> = {}): Container => ({
  name: 'app',
  image: 'ghcr.io/acme/app:1',
  role: 'regular',
  imagePullPolicy: 'IfNotPresent',
  postStart: false,
  preStop: false,
  ...given,
})

/** A pod of Deployment `web` in namespace `team`, pending on node `n1`; nothing in it waits unless said. */
export const aPod = (given: Partial<Pod> = {}): Pod => ({
  namespace: 'team',
  name: 'web-6d4b75cb6d-x7x9k',
  uid: 'pod-uid-1',
  createdAt: 1_700_000_000,
  deleting: false,
  controller: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-6d4b75cb6d', uid: 'rs-uid-1' },
  podTemplateHash: '6d4b75cb6d',
  serviceAccountName: 'default',
  nodeName: 'n1',
  imagePullSecrets: [],
  phase: 'Pending',
  containers: [aContainer()],
  imageVolumes: [],
  waiting: [],
  pulled: [],
  hasRun: false,
  ...given,
})

/** A pod whose only container waits. */
export const aWaitingPod = (reason: string, message: string, given: Partial<Pod> = {}): Pod =>
  aPod({ waiting: [{ container: 'app', reason, message }], ...given })
