import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import { isMessage } from '../records/json.ts'

/** What a pod does not share with those of its owner. */
type Own = 'name' | 'uid' | 'createdAt' | 'nodeName' | 'deleting' | 'waiting' | 'notReadySince'

/** The rest: the same for most pods of one owner, and for few else. */
export type PodShape = Omit<Pod, Own> & { readonly controller: OwnerReference }

/** A pod that somebody made, and would make again: nearly all are. */
export type OwnedPod = Pod & { readonly controller: OwnerReference }

export const isOwned = (pod: Pod): pod is OwnedPod => pod.controller !== undefined

/** What owners have in common when they were made of one chart: no name is in it. */
export type PodTemplate = Omit<PodShape, 'namespace' | 'controller'> & {
  readonly owner: Pick<OwnerReference, 'apiVersion' | 'kind'>
}

type TemplateField = Exclude<keyof PodTemplate, 'owner'>

/** That none is missing is for the compiler to see. */
const fieldsOfTemplate: Readonly<Record<TemplateField, true>> = {
  podTemplateHash: true,
  serviceAccountName: true,
  runtimeClassName: true,
  imagePullSecrets: true,
  phase: true,
  containers: true,
  imageVolumes: true,
  pulled: true,
  hasRun: true,
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys of a record whose keys are these
const fields = Object.keys(fieldsOfTemplate) as readonly TemplateField[]

/** Equal values of one type of what records hold: texts, numbers, flags, lists, and objects without optional fields. */
export const alike = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (!isMessage(a)) return Array.isArray(a) && Array.isArray(b) && sameItems(a, b)
  if (!isMessage(b)) return false
  for (const name in a) if (!alike(a[name], b[name])) return false
  return true
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => alike(item, b[index]))

export const hasTemplate = (pod: OwnedPod, template: PodTemplate): boolean =>
  pod.controller.kind === template.owner.kind &&
  pod.controller.apiVersion === template.owner.apiVersion &&
  fields.every((field) => alike(pod[field], template[field]))

export const templateOf = ({
  name: _name,
  uid: _uid,
  createdAt: _createdAt,
  nodeName: _nodeName,
  deleting: _deleting,
  waiting: _waiting,
  notReadySince: _notReadySince,
  namespace: _namespace,
  controller: { apiVersion, kind },
  ...shared
}: OwnedPod): PodTemplate => ({ ...shared, owner: { apiVersion, kind } })

/** A pod's shape again, from what it shares with other owners and what it does not. */
export const shapeFrom = (
  { owner: { apiVersion, kind }, ...shared }: PodTemplate,
  namespace: string,
  name: string,
  uid: string,
): PodShape => ({ ...shared, namespace, controller: { apiVersion, kind, name, uid } })

/** The same pod, with the very lists of its shape: so that no second copy of these is held. */
export const inShape = <P extends OwnedPod>(pod: P, shape: PodShape): P =>
  fields.every((field) => pod[field] === shape[field]) ? pod : { ...pod, ...shape }
