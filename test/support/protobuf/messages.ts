/**
 * What kube-apiserver writes of the kinds that the operator watches, from generated.proto of Kubernetes 1.36. Written
 * apart from the product's tables, so that a wrong number in either is seen; beside what is read there stands enough of
 * the rest that real objects keep their size.
 */
import { container, volume } from './containerMessages.ts'
import {
  bool,
  bytesMap,
  inlined,
  json,
  many,
  number,
  one,
  optionalBool,
  optionalNumber,
  optionalText,
  optionalTime,
  pointer,
  quantityMap,
  text,
  textMap,
  texts,
  time,
  type Message,
} from './fields.ts'

export const objectMeta: Message = {
  name: text(1),
  generateName: text(2),
  namespace: text(3),
  selfLink: text(4),
  uid: text(5),
  resourceVersion: text(6),
  generation: number(7),
  creationTimestamp: time(8),
  deletionTimestamp: optionalTime(9),
  deletionGracePeriodSeconds: optionalNumber(10),
  labels: textMap(11),
  annotations: textMap(12),
  ownerReferences: many(13, {
    kind: text(1),
    name: text(3),
    uid: text(4),
    apiVersion: text(5),
    controller: optionalBool(6),
    blockOwnerDeletion: optionalBool(7),
  }),
  finalizers: texts(14),
  managedFields: many(17, {
    manager: text(1),
    operation: text(2),
    apiVersion: text(3),
    time: optionalTime(4),
    fieldsType: text(6),
    fieldsV1: json(7),
    subresource: text(8),
  }),
}

const localReference: Message = { name: text(1) }

export const objectReference: Message = {
  kind: text(1),
  namespace: text(2),
  name: text(3),
  uid: text(4),
  apiVersion: text(5),
  resourceVersion: text(6),
  fieldPath: text(7),
}

const toleration: Message = {
  key: text(1),
  operator: text(2),
  value: text(3),
  effect: text(4),
  tolerationSeconds: optionalNumber(5),
}

const podSpec: Message = {
  volumes: many(1, volume),
  containers: many(2, container),
  restartPolicy: text(3),
  terminationGracePeriodSeconds: optionalNumber(4),
  activeDeadlineSeconds: optionalNumber(5),
  dnsPolicy: text(6),
  nodeSelector: textMap(7),
  serviceAccountName: text(8),
  serviceAccount: text(9),
  nodeName: text(10),
  hostNetwork: bool(11),
  hostPID: bool(12),
  hostIPC: bool(13),
  securityContext: pointer(14, { runAsUser: optionalNumber(2), runAsNonRoot: optionalBool(3) }),
  imagePullSecrets: many(15, localReference),
  hostname: text(16),
  subdomain: text(17),
  schedulerName: text(19),
  initContainers: many(20, container),
  tolerations: many(22, toleration),
  priorityClassName: text(24),
  priority: optionalNumber(25),
  runtimeClassName: optionalText(29),
  enableServiceLinks: optionalBool(30),
  preemptionPolicy: optionalText(31),
  ephemeralContainers: many(34, { ephemeralContainerCommon: inlined(1, container), targetContainerName: text(2) }),
}

const terminated: Message = {
  exitCode: number(1),
  signal: number(2),
  reason: text(3),
  message: text(4),
  startedAt: time(5),
  finishedAt: time(6),
  containerID: text(7),
}

const containerState: Message = {
  waiting: pointer(1, { reason: text(1), message: text(2) }),
  running: pointer(2, { startedAt: time(1) }),
  terminated: pointer(3, terminated),
}

const containerStatus: Message = {
  name: text(1),
  state: one(2, containerState),
  lastState: one(3, containerState),
  ready: bool(4),
  restartCount: number(5),
  image: text(6),
  imageID: text(7),
  containerID: text(8),
  started: optionalBool(9),
}

const address: Message = { ip: text(1) }

const podStatus: Message = {
  phase: text(1),
  conditions: many(2, {
    type: text(1),
    status: text(2),
    lastProbeTime: time(3),
    lastTransitionTime: time(4),
    reason: text(5),
    message: text(6),
  }),
  message: text(3),
  reason: text(4),
  hostIP: text(5),
  podIP: text(6),
  startTime: optionalTime(7),
  containerStatuses: many(8, containerStatus),
  qosClass: text(9),
  initContainerStatuses: many(10, containerStatus),
  nominatedNodeName: text(11),
  podIPs: many(12, address),
  ephemeralContainerStatuses: many(13, containerStatus),
  hostIPs: many(16, address),
}

const nodeStatus: Message = {
  capacity: quantityMap(1),
  allocatable: quantityMap(2),
  phase: text(3),
  conditions: many(4, { type: text(1), status: text(2), lastHeartbeatTime: time(3), lastTransitionTime: time(4) }),
  addresses: many(5, { type: text(1), address: text(2) }),
  nodeInfo: one(7, {
    machineID: text(1),
    systemUUID: text(2),
    bootID: text(3),
    kernelVersion: text(4),
    osImage: text(5),
    containerRuntimeVersion: text(6),
    kubeletVersion: text(7),
    kubeProxyVersion: text(8),
    operatingSystem: text(9),
    architecture: text(10),
  }),
  images: many(8, { names: texts(1), sizeBytes: number(2) }),
  runtimeHandlers: many(12, {
    name: text(1),
    features: pointer(2, { recursiveReadOnlyMounts: optionalBool(1), userNamespaces: optionalBool(2) }),
  }),
}

const event: Message = {
  metadata: one(1, objectMeta),
  involvedObject: one(2, objectReference),
  reason: text(3),
  message: text(4),
  source: one(5, { component: text(1), host: text(2) }),
  firstTimestamp: time(6),
  lastTimestamp: time(7),
  count: number(8),
  type: text(9),
  eventTime: time(10),
  series: pointer(11, { count: number(1), lastObservedTime: time(2) }),
  action: text(12),
  related: pointer(13, objectReference),
  reportingComponent: text(14),
  reportingInstance: text(15),
}

/** By kind. */
export const messages = {
  Pod: { metadata: one(1, objectMeta), spec: one(2, podSpec), status: one(3, podStatus) },
  Event: event,
  Node: {
    metadata: one(1, objectMeta),
    spec: one(2, { podCIDR: text(1), externalID: text(2), providerID: text(3), unschedulable: bool(4) }),
    status: one(3, nodeStatus),
  },
  Namespace: {
    metadata: one(1, objectMeta),
    spec: one(2, { finalizers: texts(1) }),
    status: one(3, { phase: text(1) }),
  },
  ServiceAccount: {
    metadata: one(1, objectMeta),
    secrets: many(2, objectReference),
    imagePullSecrets: many(3, localReference),
    automountServiceAccountToken: optionalBool(4),
  },
  Secret: {
    metadata: one(1, objectMeta),
    data: bytesMap(2),
    type: text(3),
    stringData: textMap(4),
    immutable: optionalBool(5),
  },
  RuntimeClass: {
    metadata: one(1, objectMeta),
    handler: text(2),
    overhead: pointer(3, { podFixed: quantityMap(1) }),
    scheduling: pointer(4, { nodeSelector: textMap(1), tolerations: many(2, toleration) }),
  },
  Status: {
    metadata: one(1, { selfLink: text(1), resourceVersion: text(2), continue: text(3) }),
    status: text(2),
    message: text(3),
    reason: text(4),
    details: pointer(5, {
      name: text(1),
      group: text(2),
      kind: text(3),
      causes: many(4, { reason: text(1), message: text(2), field: text(3) }),
      retryAfterSeconds: number(5),
      uid: text(6),
    }),
    code: number(6),
  },
} satisfies Record<string, Message>

export const listMeta: Message = {
  selfLink: text(1),
  resourceVersion: text(2),
  continue: text(3),
  remainingItemCount: optionalNumber(4),
}
