import { ending } from '../../errors.ts'
import { isForbidden, isNotFound } from '../../kube/apiError.ts'
import type { ApiClient } from '../../kube/client.ts'
import { listAll } from '../../kube/listAll.ts'
import { clusterScoped, collection, namespaced, namespacedCollection, type ApiRoot } from '../../kube/resourcePath.ts'
import { isMessage } from '../../store/records/json.ts'

export type Message = Readonly<Record<string, unknown>>

/** One object that was looked for. */
export type Found =
  | { readonly state: 'found'; readonly object: Message }
  | { readonly state: 'absent' }
  /** It may be there, and may not be seen from here. */
  | { readonly state: 'unread'; readonly why: string }

export type FoundAll =
  { readonly state: 'found'; readonly objects: readonly Message[] } | { readonly state: 'unread'; readonly why: string }

export interface Selection {
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

/** Where objects are looked up: a cluster, or what was read from files. */
export interface Lookup {
  /** True of a cluster: what is absent does not exist. */
  readonly complete: boolean
  readonly get: (kind: string, namespace: string, name: string) => Promise<Found>
  readonly list: (kind: string, namespace: string, selection?: Selection) => Promise<FoundAll>
}

interface Resource {
  readonly root: ApiRoot
  readonly apiVersion: string
  readonly plural: string
  readonly clusterScoped?: true
}

const core = { root: '/api/v1', apiVersion: 'v1' } as const
const apps = { root: '/apis/apps/v1', apiVersion: 'apps/v1' } as const
const batch = { root: '/apis/batch/v1', apiVersion: 'batch/v1' } as const

const resources: Readonly<Record<string, Resource>> = {
  Pod: { ...core, plural: 'pods' },
  Secret: { ...core, plural: 'secrets' },
  ServiceAccount: { ...core, plural: 'serviceaccounts' },
  ConfigMap: { ...core, plural: 'configmaps' },
  Service: { ...core, plural: 'services' },
  Event: { ...core, plural: 'events' },
  Node: { ...core, plural: 'nodes', clusterScoped: true },
  ReplicationController: { ...core, plural: 'replicationcontrollers' },
  Deployment: { ...apps, plural: 'deployments' },
  StatefulSet: { ...apps, plural: 'statefulsets' },
  DaemonSet: { ...apps, plural: 'daemonsets' },
  ReplicaSet: { ...apps, plural: 'replicasets' },
  Job: { ...batch, plural: 'jobs' },
  CronJob: { ...batch, plural: 'cronjobs' },
  Namespace: { ...core, plural: 'namespaces', clusterScoped: true },
  ImagePolicy: {
    root: '/apis/pullkeeper.dev/v1alpha1',
    apiVersion: 'pullkeeper.dev/v1alpha1',
    plural: 'imagepolicies',
    clusterScoped: true,
  },
  RuntimeClass: {
    root: '/apis/node.k8s.io/v1',
    apiVersion: 'node.k8s.io/v1',
    plural: 'runtimeclasses',
    clusterScoped: true,
  },
}

export const isLookedUp = (kind: string): boolean => kind in resources

export const apiVersionOf = (kind: string): string => resources[kind]?.apiVersion ?? ''

const resourceOf = (kind: string): Resource => {
  const resource = resources[kind]
  if (resource === undefined) throw new RangeError(`${kind} is not looked up`)
  return resource
}

/** Items of a list do not repeat what they are. */
const withKind = (object: Message, kind: string): Message => ({ apiVersion: apiVersionOf(kind), kind, ...object })

/** Looks objects up in a cluster. Rejects with ApiError on everything but 403 and 404. */
export const clusterLookup = (client: ApiClient, signal: AbortSignal): Lookup => ({
  complete: true,
  get: async (kind, namespace, name) => {
    const { root, plural, clusterScoped: global } = resourceOf(kind)
    try {
      const path = global === true ? clusterScoped(root, plural, name) : namespaced(root, plural, namespace, name)
      const object = await client.get(path, { signal })
      return isMessage(object) ? { state: 'found', object: withKind(object, kind) } : { state: 'absent' }
    } catch (error) {
      if (isNotFound(error)) return { state: 'absent' }
      if (isForbidden(error)) return { state: 'unread', why: ending(error).line }
      throw error
    }
  },
  list: async (kind, namespace, selection = {}) => {
    const { root, plural, clusterScoped: global } = resourceOf(kind)
    const path = global === true ? collection(root, plural) : namespacedCollection(root, plural, namespace)
    const objects: Message[] = []
    try {
      for await (const page of listAll(client, path, { ...selection, signal })) {
        objects.push(...page.filter(isMessage).map((object) => withKind(object, kind)))
      }
      return { state: 'found', objects }
    } catch (error) {
      if (isNotFound(error)) return { state: 'found', objects: [] }
      if (isForbidden(error)) return { state: 'unread', why: ending(error).line }
      throw error
    }
  },
})
