import { createInterner } from '../intern.ts'
import { jsonReader } from './json.ts'
import {
  at,
  bool,
  inlined,
  many,
  opaque,
  pointer,
  present,
  record,
  required,
  stringMap,
  text,
  unnumbered as json,
  type RecordOf,
} from './schema.ts'

/** A key of a ConfigMap or Secret. */
const keyReference = { name: text(json), key: text(json), optional: bool(json) }
const objectReference = { name: text(json), optional: bool(json) }

/** What `explain` tells of a container, beside what an audit looks at. */
const container = {
  name: required(text(json)),
  image: text(json),
  imagePullPolicy: text(json),
  restartPolicy: text(json),
  resources: at(json, { limits: opaque(json), requests: opaque(json) }),
  envFrom: many(json, {
    prefix: text(json),
    configMapRef: pointer(json, objectReference),
    secretRef: pointer(json, objectReference),
  }),
  env: many(json, {
    name: required(text(json)),
    value: text(json),
    valueFrom: at(json, {
      fieldRef: pointer(json, { fieldPath: text(json) }),
      resourceFieldRef: pointer(json, { resource: text(json), containerName: text(json), divisor: opaque(json) }),
      configMapKeyRef: pointer(json, keyReference),
      secretKeyRef: pointer(json, keyReference),
      fileKeyRef: present(json),
    }),
  }),
}

const spec = {
  containers: many(json, container),
  initContainers: many(json, container),
  ephemeralContainers: many(json, { common: inlined(json, container) }),
  serviceAccountName: text(json),
  nodeName: text(json),
  hostname: text(json),
  subdomain: text(json),
  setHostnameAsFQDN: bool(json),
  hostnameOverride: text(json),
  hostNetwork: bool(json),
  enableServiceLinks: opaque(json),
}

const explainedRecord = record({
  metadata: at(json, {
    name: text(json),
    namespace: text(json),
    uid: text(json),
    labels: stringMap(json),
    annotations: stringMap(json),
  }),
  spec: at(json, spec),

  status: at(json, { podIPs: many(json, { ip: text(json) }), hostIPs: many(json, { ip: text(json) }) }),
})

export type ExplainedPod = RecordOf<typeof explainedRecord>
export type ExplainedContainer = ExplainedPod['spec']['containers'][number]

/** Reads a pod, or a template in the shape of one, for `explain`. */
export const readExplainedPod = jsonReader(explainedRecord, createInterner())

const nodeRecord = record({
  metadata: at(json, { name: required(text(json)), labels: stringMap(json) }),
  spec: at(json, {
    taints: many(json, { key: required(text(json)), value: text(json), effect: required(text(json)) }),
  }),
  status: at(json, {
    nodeInfo: at(json, { operatingSystem: text(json), architecture: text(json), kubeletVersion: text(json) }),
    runtimeHandlers: many(json, { name: text(json) }),
  }),
})

/** Reads a node, as far as it decides where a pod may run. */
export const readExplainedNode = jsonReader(nodeRecord, createInterner())

const serviceRecord = record({
  metadata: at(json, { name: required(text(json)), namespace: text(json) }),
  spec: at(json, {
    clusterIP: text(json),
    ports: many(json, { name: text(json), port: opaque(json), protocol: text(json) }),
  }),
})

/** Reads a Service, as far as it gives variables. */
export const readExplainedService = jsonReader(serviceRecord, createInterner())
