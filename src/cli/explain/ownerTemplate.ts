import type { ImagePullPolicy } from '../../domain/objects/pod.ts'
import { createInterner } from '../../store/intern.ts'
import { declaredReaders } from '../../store/records/declaredPod.ts'
import { isMessage } from '../../store/records/json.ts'
import { Problem } from '../../store/records/problem.ts'
import { toDeclaredPod } from '../audit/declared.ts'
import { metadataOf } from '../audit/asServed.ts'
import { isLookedUp, type Lookup, type Message } from './lookup.ts'
import { templateOf, type Subject } from './subject.ts'

/** What the template says that a pod was made from. */
export interface OwnerTemplate {
  /** Such as `ReplicaSet web-6d4b75cb6d`. */
  readonly owner: string
  /** It may have been edited since the pod was made: a ReplicaSet's and a Job's is not, for they are made anew. */
  readonly editable: boolean
  readonly containers: ReadonlyMap<string, { readonly image: string; readonly pullPolicy?: ImagePullPolicy }>
}

const madeAnew: ReadonlySet<unknown> = new Set(['ReplicaSet', 'Job'])

const read = declaredReaders(createInterner()).pod

const controllerOf = (pod: Message): Message | undefined => {
  const { ownerReferences } = metadataOf(pod)
  return Array.isArray(ownerReferences)
    ? ownerReferences.filter(isMessage).find((owner) => owner['controller'] === true)
    : undefined
}

/** Reads the template of a pod's owner; undefined for what is no pod, has no owner, or whose owner cannot be read. */
export const lookUpTemplate = async (subject: Subject, lookup: Lookup): Promise<OwnerTemplate | undefined> => {
  const controller = subject.kind === 'Pod' ? controllerOf(subject.object) : undefined
  const { kind, name, uid } = controller ?? {}
  if (typeof kind !== 'string' || typeof name !== 'string' || !isLookedUp(kind)) return undefined
  const found = await lookup.get(kind, subject.namespace, name)
  if (found.state !== 'found' || metadataOf(found.object)['uid'] !== uid) return undefined
  const template = read(templateOf(kind, found.object))
  if (template instanceof Problem) return undefined
  const workload = { apiVersion: '', kind, namespace: subject.namespace, name }
  const { containers } = toDeclaredPod(template.spec, template.metadata, { workload, live: true, admitted: false })
  return {
    owner: `${kind} ${name}`,
    editable: !madeAnew.has(kind),
    containers: new Map(containers.map((container) => [container.name, container])),
  }
}
