import { isMessage } from '../../store/records/json.ts'
import { metadataOf } from '../audit/asServed.ts'
import { apiVersionOf, type FoundAll, type Lookup, type Message } from './lookup.ts'
import type { Target } from './target.ts'

/** What is explained: a pod, or the template of a workload with the pods that were made of it. */
export interface Subject {
  readonly kind: string
  readonly apiVersion: string
  readonly namespace: string
  readonly name: string
  /** The object as it was read. */
  readonly object: Message
  /** The pod, or the template in its shape. */
  readonly pod: Message
  /** The pods that were made; the pod itself, when one was asked for. */
  readonly pods: readonly Message[]
  /** Why the pods could not be read. */
  readonly unread: readonly string[]
}

export type FoundSubject =
  { readonly ok: true; readonly subject: Subject } | { readonly ok: false; readonly problem: string }

const at = (object: Message, ...path: readonly string[]): Message => {
  const found = path.reduce<unknown>((inner, key) => (isMessage(inner) ? inner[key] : undefined), object)
  return isMessage(found) ? found : {}
}

/** The template, named as its workload is: that is how far its pods' names are known. */
export const templateOf = (kind: string, object: Message): Message => {
  const template =
    kind === 'CronJob' ? at(object, 'spec', 'jobTemplate', 'spec', 'template') : at(object, 'spec', 'template')
  const { name, namespace } = metadataOf(object)
  return { ...template, metadata: { ...metadataOf(template), name, namespace } }
}

const selectorOf = (kind: string, object: Message): string => {
  const labels =
    kind === 'ReplicationController' ? at(object, 'spec', 'selector') : at(object, 'spec', 'selector', 'matchLabels')
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',')
}

const isOwnedBy = (object: Message, owners: ReadonlySet<unknown>): boolean => {
  const { ownerReferences } = metadataOf(object)
  return Array.isArray(ownerReferences) && ownerReferences.some((owner) => isMessage(owner) && owners.has(owner['uid']))
}

/** A CronJob selects nothing: its pods are those of its Jobs. */
const podsOfCronJob = async (cronJob: Message, namespace: string, lookup: Lookup): Promise<FoundAll> => {
  const jobs = await lookup.list('Job', namespace)
  if (jobs.state === 'unread') return jobs
  const own = jobs.objects.filter((job) => isOwnedBy(job, new Set([metadataOf(cronJob)['uid']])))
  const uids = new Set(own.map((job) => metadataOf(job)['uid']).filter((uid) => uid !== undefined))
  const pods = await lookup.list('Pod', namespace)
  if (pods.state === 'unread') return pods
  return { state: 'found', objects: pods.objects.filter((pod) => isOwnedBy(pod, uids)) }
}

const podsOf = (kind: string, object: Message, namespace: string, lookup: Lookup): Promise<FoundAll> => {
  const labelSelector = selectorOf(kind, object)
  if (kind === 'CronJob') return podsOfCronJob(object, namespace, lookup)
  // A manifest may leave the selector out; it would select every pod there is.
  if (labelSelector === '') return Promise.resolve({ state: 'found', objects: [] })
  return lookup.list('Pod', namespace, { labelSelector })
}

/** Reads what is to be explained; rejects with ApiError when the cluster does not answer. */
export const findSubject = async ({ kind, name }: Target, namespace: string, lookup: Lookup): Promise<FoundSubject> => {
  const shown = `${kind} ${namespace}/${name}`
  const found = await lookup.get(kind, namespace, name)
  if (found.state === 'absent') return { ok: false, problem: `there is no ${shown}` }
  if (found.state === 'unread') return { ok: false, problem: `${shown} cannot be read: ${found.why}` }
  const { object } = found
  const about = { kind, apiVersion: apiVersionOf(kind), namespace, name, object }
  if (kind === 'Pod') return { ok: true, subject: { ...about, pod: object, pods: [object], unread: [] } }
  const pod = templateOf(kind, object)
  const pods = await podsOf(kind, object, namespace, lookup)
  return pods.state === 'found'
    ? { ok: true, subject: { ...about, pod, pods: pods.objects, unread: [] } }
    : { ok: true, subject: { ...about, pod, pods: [], unread: [`its pods: ${pods.why}`] } }
}
