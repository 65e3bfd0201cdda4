import { isMessage } from '../../store/records/json.ts'
import { metadataOf } from '../audit/asServed.ts'
import { apiVersionOf, type Lookup, type Message } from './lookup.ts'
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
const templateOf = (kind: string, object: Message): Message => {
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
  const labelSelector = selectorOf(kind, object)
  if (labelSelector === '') return { ok: true, subject: { ...about, pod, pods: [], unread: [] } }
  const pods = await lookup.list('Pod', namespace, { labelSelector })
  return pods.state === 'found'
    ? { ok: true, subject: { ...about, pod, pods: pods.objects, unread: [] } }
    : { ok: true, subject: { ...about, pod, pods: [], unread: [`its pods: ${pods.why}`] } }
}
