import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { JsonObject } from '../../test/support/apiserver/index.ts'
import { namespaceNames, padded, uidOf } from './names.ts'
import { podObject } from './pod.ts'
import type { Shape } from './shape.ts'

/** The operator's own namespace. */
export const operatorNamespace = 'pullkeeper-system'

export const policyCrd = (): JsonObject =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a YAML document is JSON by any other name
  parse(readFileSync(new URL('../../crds/pullkeeper.dev_imagepolicies.yaml', import.meta.url), 'utf8')) as JsonObject

/** What all objects here have. */
export interface ClusterObject extends JsonObject {
  readonly kind: string
  readonly metadata: JsonObject & { readonly name: string; readonly namespace?: string; readonly uid?: string }
  readonly status?: JsonObject
}

/** One policy that looks at everything and hands out nothing: what is measured is what it costs to know. */
export const watchingPolicy = {
  apiVersion: 'pullkeeper.dev/v1alpha1',
  kind: 'ImagePolicy',
  metadata: { name: 'everything' },
  spec: { namespaceSelector: {} },
}

export const namespaceObject = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, team: name } },
  status: { phase: 'Active' },
})

const accountObject = (index: number, { namespaces }: Shape) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    name: `account-${Math.floor(index / namespaces)}`,
    namespace: namespaceNames.of(index % namespaces),
  },
  imagePullSecrets: [{ name: 'registry' }],
})

const nodeObject = (index: number) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: `node-${padded(index, 4)}`,
    labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'topology.kubernetes.io/zone': 'a' },
  },
  status: {
    nodeInfo: { operatingSystem: 'linux', architecture: 'amd64', kubeletVersion: 'v1.36.3' },
    runtimeHandlers: [{ name: '' }, { name: 'runc' }],
    conditions: [{ type: 'Ready', status: 'True' }],
  },
})

/** A warning on one of the failing pods. */
export const eventObject = (index: number, shape: Shape) => {
  const pod = podObject(index % Math.max(1, shape.failing), shape)
  const { name, namespace, uid } = pod.metadata
  const image = pod.spec.containers[0]?.image ?? ''
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${uidOf('event', index).slice(-16)}`, namespace },
    involvedObject: {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace,
      name,
      uid,
      fieldPath: 'spec.containers{app}',
    },
    reason: 'Failed',
    message: `Failed to pull image "${image}": pull access denied, repository does not exist or may require authorization`,
    source: { component: 'kubelet', host: pod.spec.nodeName },
    firstTimestamp: '2026-11-23T10:00:09Z',
    lastTimestamp: '2026-11-23T10:05:00Z',
    count: 4,
    type: 'Warning',
    reportingComponent: 'kubelet',
    reportingInstance: pod.spec.nodeName,
  }
}

const times = function* <T>(count: number, make: (index: number) => T): Generator<T> {
  for (let index = 0; index < count; index++) yield make(index)
}

/** All objects of a cluster, one after the other, what others refer to first. */
export const objectsOf = function* (shape: Shape): Generator<ClusterObject> {
  yield namespaceObject(operatorNamespace)
  yield* times(shape.namespaces, (index) => namespaceObject(namespaceNames.of(index)))
  yield* times(shape.serviceAccounts, (index) => accountObject(index, shape))
  yield* times(shape.nodes, nodeObject)
  yield* times(shape.pods, (index) => podObject(index, shape))
  yield* times(shape.events, (index) => eventObject(index, shape))
}
