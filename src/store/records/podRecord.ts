import {
  at,
  bool,
  entries,
  inlined,
  int,
  interned,
  many,
  pointer,
  present,
  record,
  required,
  text,
  time,
  type RecordOf,
} from './schema.ts'

/** `interned` is for what each record holds itself; what stands in a list is shared with the list. */
const container = {
  name: required(text(1)),
  image: text(2),
  imagePullPolicy: text(14),
  restartPolicy: text(24),
  lifecycle: at(12, { postStart: present(1), preStop: present(2) }),
}

const containerState = {
  waiting: pointer(1, { reason: text(1), message: text(2) }),
  running: present(2),
  terminated: present(3),
}

const containerStatus = {
  name: required(text(1)),
  state: at(2, containerState),
  lastState: at(3, { terminated: present(3) }),
  restartCount: int(5),
  imageID: text(7),
  started: bool(9),
}

/** core/v1 Pod, only what the product needs. Numbers: k8s.io/api and apimachinery generated.proto of 1.36. */
export const podRecord = record({
  metadata: at(1, {
    name: required(text(1)),
    namespace: required(interned(3)),
    uid: required(text(5)),
    creationTimestamp: required(time(8)),
    deletionTimestamp: time(9),
    labels: entries(11, { podTemplateHash: 'pod-template-hash' }),
    ownerReferences: many(13, {
      apiVersion: required(text(5)),
      kind: required(text(1)),
      name: required(text(3)),
      uid: required(text(4)),
      controller: bool(6),
    }),
  }),
  spec: at(2, {
    volumes: many(1, {
      name: required(text(1)),
      source: inlined(2, { image: pointer(30, { reference: text(1), pullPolicy: text(2) }) }),
    }),
    containers: many(2, container),
    serviceAccountName: interned(8),
    nodeName: interned(10),
    imagePullSecrets: many(15, { name: text(1) }),
    initContainers: many(20, container),
    runtimeClassName: interned(29),
    ephemeralContainers: many(34, { common: inlined(1, container) }),
  }),
  status: at(3, {
    phase: interned(1),
    conditions: many(2, { type: text(1), status: text(2), lastTransitionTime: time(4) }),
    containerStatuses: many(8, containerStatus),
    initContainerStatuses: many(10, containerStatus),
    ephemeralContainerStatuses: many(13, containerStatus),
  }),
})
export type PodRecord = RecordOf<typeof podRecord>
