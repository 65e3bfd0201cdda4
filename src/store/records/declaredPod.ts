import type { Interner } from '../intern.ts'
import { declaredTolerations } from './declaredToleration.ts'
import { jsonReader } from './json.ts'
import type { Problem } from './problem.ts'
import {
  at,
  bool,
  entries,
  inlined,
  int,
  many,
  opaque,
  pointer,
  record,
  required,
  stringMap,
  text,
  texts,
  unnumbered as json,
  type RecordOf,
} from './schema.ts'

/** The command line reads these from JSON and YAML only, so no field has its number. */
const hook = {
  exec: pointer(json, { command: texts(json) }),
  httpGet: pointer(json, { path: text(json), port: opaque(json), host: text(json), scheme: text(json) }),
  sleep: pointer(json, { seconds: int(json) }),
  tcpSocket: pointer(json, { port: opaque(json), host: text(json) }),
}

const container = {
  name: required(text(json)),
  image: text(json),
  imagePullPolicy: text(json),
  restartPolicy: text(json),
  lifecycle: at(json, { postStart: pointer(json, hook), preStop: pointer(json, hook), stopSignal: text(json) }),
}

/** core/v1 PodSpec as its author, or the API server, has it: what an audit looks at. */
export const declaredSpec = {
  containers: many(json, container),
  initContainers: many(json, container),
  volumes: many(json, {
    name: required(text(json)),
    source: inlined(json, { image: pointer(json, { reference: text(json), pullPolicy: text(json) }) }),
  }),
  serviceAccountName: text(json),
  imagePullSecrets: many(json, { name: text(json) }),
  runtimeClassName: text(json),
  nodeSelector: stringMap(json),
  affinity: at(json, {
    nodeAffinity: at(json, {
      requiredDuringSchedulingIgnoredDuringExecution: at(json, {
        nodeSelectorTerms: many(json, {
          matchExpressions: many(json, { key: text(json), operator: text(json), values: texts(json) }),
        }),
      }),
    }),
  }),
  tolerations: declaredTolerations,
  overhead: opaque(json),
  terminationGracePeriodSeconds: opaque(json),
}

/** Of any object that is a pod or makes some. */
const metadata = at(json, {
  name: text(json),
  generateName: text(json),
  namespace: text(json),
  uid: text(json),
  annotations: entries(json, { lastApplied: 'kubectl.kubernetes.io/last-applied-configuration' }),
  labels: entries(json, { podTemplateHash: 'pod-template-hash' }),
  ownerReferences: many(json, {
    apiVersion: required(text(json)),
    kind: required(text(json)),
    name: required(text(json)),
    uid: required(text(json)),
    controller: bool(json),
  }),
})

/** core/v1 Pod, with the digests that its containers run. */
const podRecord = record({
  metadata,
  spec: at(json, declaredSpec),
  status: at(json, {
    phase: text(json),
    containerStatuses: many(json, { name: text(json), imageID: text(json) }),
    initContainerStatuses: many(json, { name: text(json), imageID: text(json) }),
  }),
})

/** Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController and Job. */
const templateRecord = record({
  metadata,
  spec: at(json, { template: at(json, { spec: at(json, declaredSpec) }) }),
})

/** batch/v1 CronJob. */
const cronJobRecord = record({
  metadata,
  spec: at(json, {
    jobTemplate: at(json, { spec: at(json, { template: at(json, { spec: at(json, declaredSpec) }) }) }),
  }),
})

export type DeclaredPodRecord = RecordOf<typeof podRecord>
export type DeclaredMetadata = DeclaredPodRecord['metadata']
export type DeclaredSpec = DeclaredPodRecord['spec']

type Read<T> = (object: unknown) => T | Problem

export interface DeclaredReaders {
  readonly pod: Read<DeclaredPodRecord>
  readonly template: Read<RecordOf<typeof templateRecord>>
  readonly cronJob: Read<RecordOf<typeof cronJobRecord>>
}

export const declaredReaders = (interner: Interner): DeclaredReaders => ({
  pod: jsonReader(podRecord, interner),
  template: jsonReader(templateRecord, interner),
  cronJob: jsonReader(cronJobRecord, interner),
})
