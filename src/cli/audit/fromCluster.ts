import { isForbidden, isNotFound } from '../../kube/apiError.ts'
import type { ApiClient } from '../../kube/client.ts'
import { listAll } from '../../kube/listAll.ts'
import { collection, namespaced, namespacedCollection, type ApiRoot } from '../../kube/resourcePath.ts'
import { eventFieldSelector } from '../../store/records/eventReasons.ts'
import { keyOfObject } from '../../store/records/decoded.ts'
import { isMessage } from '../../store/records/json.ts'
import { ending } from '../../errors.ts'
import type { InputProblem } from '../input/problem.ts'
import type { Progress } from '../progress.ts'
import type { DarkKind, Inventory } from './inventory.ts'
import type { Take } from './takeObject.ts'

interface Listed {
  readonly root: ApiRoot
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
  readonly dark: DarkKind
  readonly clusterScoped?: boolean
  readonly fieldSelector?: string
  /** Absent: always. */
  readonly when?: (inventory: Inventory) => boolean
}

const core = { root: '/api/v1', apiVersion: 'v1' } as const
const apps = { root: '/apis/apps/v1', apiVersion: 'apps/v1', dark: 'Workload' } as const
const batch = { root: '/apis/batch/v1', apiVersion: 'batch/v1', dark: 'Workload' } as const

/** What is around pods first, then the pods. ReplicaSets are read one by one, where needed: there are too many. */
const lists: readonly Listed[] = [
  { ...core, kind: 'Node', plural: 'nodes', dark: 'Node', clusterScoped: true },
  {
    root: '/apis/node.k8s.io/v1',
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    plural: 'runtimeclasses',
    dark: 'RuntimeClass',
    clusterScoped: true,
  },
  {
    root: '/apis/pullkeeper.dev/v1alpha1',
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'ImagePolicy',
    plural: 'imagepolicies',
    dark: 'ImagePolicy',
    clusterScoped: true,
  },
  {
    ...core,
    kind: 'Namespace',
    plural: 'namespaces',
    dark: 'Namespace',
    clusterScoped: true,
    when: ({ policies }) => policies.size > 0,
  },
  { ...core, kind: 'ServiceAccount', plural: 'serviceaccounts', dark: 'ServiceAccount' },
  { ...core, kind: 'Secret', plural: 'secrets', dark: 'Secret', fieldSelector: 'type=kubernetes.io/dockerconfigjson' },
  { ...core, kind: 'Secret', plural: 'secrets', dark: 'Secret', fieldSelector: 'type=kubernetes.io/dockercfg' },
  { ...core, kind: 'Event', plural: 'events', dark: 'Event', fieldSelector: eventFieldSelector },
  { ...apps, kind: 'Deployment', plural: 'deployments' },
  { ...apps, kind: 'StatefulSet', plural: 'statefulsets' },
  { ...apps, kind: 'DaemonSet', plural: 'daemonsets' },
  { ...batch, kind: 'Job', plural: 'jobs' },
  { ...batch, kind: 'CronJob', plural: 'cronjobs' },
  { ...core, kind: 'Pod', plural: 'pods', dark: 'Pod' },
]

export interface ClusterReading {
  readonly client: ApiClient
  /** undefined: all. */
  readonly namespace: string | undefined
  readonly inventory: Inventory
  readonly take: Take
  /** What keeps the answer from being whole. */
  readonly problem: (problem: InputProblem) => void
  /** What one may not read, and what follows. */
  readonly refused: (problem: InputProblem) => void
  readonly progress: Progress
  readonly signal: AbortSignal
}

const pathOf = ({ root, plural, clusterScoped }: Listed, namespace: string | undefined): string =>
  namespace === undefined || clusterScoped === true
    ? collection(root, plural)
    : namespacedCollection(root, plural, namespace)

const readList = async (list: Listed, reading: ClusterReading): Promise<void> => {
  const { client, namespace, inventory, take, problem, progress, signal } = reading
  const { apiVersion, kind, plural, fieldSelector } = list
  const options = { signal, ...(fieldSelector !== undefined && { fieldSelector }) }
  for await (const objects of listAll(client, pathOf(list, namespace), options)) {
    for (const object of objects) {
      if (!isMessage(object)) continue
      const wrong = take({ apiVersion, kind, object, place: {} })
      if (wrong !== undefined) problem({ message: `${kind} ${keyOfObject(object) ?? 'without a name'}: ${wrong}` })
    }
    progress.show(`reading ${plural}: ${inventory.objects} objects`)
  }
}

const darken = ({ refused }: Inventory, kind: DarkKind, namespace: string): void => {
  refused.set(kind, (refused.get(kind) ?? new Set<string>()).add(namespace))
}

/** The subject itself, without which there is nothing to say. */
const isSubject = (kind: DarkKind): boolean => kind === 'Pod' || kind === 'Workload'

const consequence: Readonly<Record<DarkKind, string>> = {
  Secret: 'nothing is said of pull secrets',
  ServiceAccount: 'what ServiceAccounts give to their pods is not known',
  RuntimeClass: 'nothing is said of RuntimeClasses',
  Node: 'nothing is said of the platforms of nodes',
  ImagePolicy: 'what policies have to do with a failure is not known',
  Namespace: 'which namespaces policies select is not known',
  Event: 'causes that only events tell are missing',
  Pod: 'failing pods are missing',
  Workload: 'its templates are missing',
}

/** Secrets of other types are listed by nobody: a name that a pod gives is looked up when it was not found. */
const lookUpSecrets = async (reading: ClusterReading): Promise<void> => {
  const { client, inventory, take, signal } = reading
  const wanted = new Set(
    Array.from(inventory.declared.values()).flatMap(({ pod: { workload, imagePullSecrets } }) =>
      imagePullSecrets.map((name) => `${workload.namespace}/${name}`),
    ),
  )
  for (const key of wanted) {
    const [namespace = '', name = ''] = key.split('/')
    if (inventory.pullSecrets.get(key) !== undefined || name === '') continue
    try {
      const object = await client.get(namespaced('/api/v1', 'secrets', namespace, name), { signal })
      if (isMessage(object)) take({ apiVersion: 'v1', kind: 'Secret', object, place: {} })
    } catch (error) {
      if (isForbidden(error)) return darken(inventory, 'Secret', namespace)
      if (!isNotFound(error)) throw error
    }
  }
}

/** Owners that may belong to another: ReplicaSets that cannot make pods, and Jobs are listed. */
const lookUpOwners = async ({ client, inventory, take, signal }: ClusterReading): Promise<void> => {
  for (const uid of inventory.events.uidsOf('FailedCreate')) {
    const involved = inventory.events.about(uid).at(-1)?.involved
    if (involved?.kind !== 'ReplicaSet') continue
    try {
      const path = namespaced('/apis/apps/v1', 'replicasets', involved.namespace, involved.name)
      const object = await client.get(path, { signal })
      if (isMessage(object)) take({ apiVersion: 'apps/v1', kind: 'ReplicaSet', object, place: {} })
    } catch (error) {
      if (!isForbidden(error) && !isNotFound(error)) throw error
    }
  }
}

/**
 * Reads a cluster, or one namespace of it, into an inventory. What one may not list is told of, and the rest is read.
 * Rejects with ApiError when the cluster does not answer.
 */
export const readCluster = async (reading: ClusterReading): Promise<void> => {
  const { inventory, namespace } = reading
  inventory.complete = true
  if (namespace !== undefined) inventory.onlyNamespace = namespace
  for (const list of lists) {
    if (list.when?.(inventory) === false) continue
    try {
      await readList(list, reading)
    } catch (error) {
      if (isNotFound(error)) continue
      if (!isForbidden(error)) throw error
      const where = list.clusterScoped === true ? '' : (namespace ?? '')
      if (inventory.refused.get(list.dark)?.has(where) !== true) {
        const tell = isSubject(list.dark) ? reading.problem : reading.refused
        tell({ message: `${ending(error).line}: ${consequence[list.dark]}` })
      }
      darken(inventory, list.dark, where)
    }
  }
  if (!inventory.refused.has('Secret')) await lookUpSecrets(reading)
  await lookUpOwners(reading)
}
