import type { OwnerReference } from '../objects/ownerReference.ts'
import type { Pod } from '../objects/pod.ts'
import type { WorkloadRef } from '../objects/workload.ts'

export interface FoundWorkload {
  readonly workload: WorkloadRef
  /** False while the owner's own controller could still make another object the workload. */
  readonly certain: boolean
  /** What to read to be certain; present only when it is not. */
  readonly owner?: OwnerReference
}

/** Kinds that usually have a controller of their own, which a person would name instead. */
const mayBeOwned = ({ apiVersion, kind }: OwnerReference): boolean =>
  (kind === 'ReplicaSet' && apiVersion.startsWith('apps/')) || (kind === 'Job' && apiVersion.startsWith('batch/'))

const refTo = (namespace: string, { apiVersion, kind, name }: OwnerReference): WorkloadRef => ({
  apiVersion,
  kind,
  namespace,
  name,
})

/** The Deployment controller names a ReplicaSet after itself and the hash of its template. */
const deploymentOf = (replicaSet: string, podTemplateHash: string | undefined): string | undefined => {
  const suffix = `-${podTemplateHash}`
  if (podTemplateHash === undefined || podTemplateHash === '' || !replicaSet.endsWith(suffix)) return undefined
  return replicaSet.slice(0, -suffix.length) || undefined
}

/** The workload of a pod, from the pod alone. A static pod is owned by its Node, which nobody would call its workload. */
export const workloadOf = ({ namespace, name, controller, podTemplateHash }: Pod): FoundWorkload => {
  if (controller === undefined || controller.kind === 'Node') {
    return { workload: { apiVersion: 'v1', kind: 'Pod', namespace, name }, certain: true }
  }
  const own = refTo(namespace, controller)
  if (!mayBeOwned(controller)) return { workload: own, certain: true }
  const deployment = controller.kind === 'ReplicaSet' ? deploymentOf(controller.name, podTemplateHash) : undefined
  const workload =
    deployment === undefined ? own : { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: deployment }
  return { workload, certain: false, owner: controller }
}

/** The workload behind an owner that has been read; `itsController` is its own reference with `controller: true`. */
export const workloadOfOwner = (
  namespace: string,
  owner: OwnerReference,
  itsController?: OwnerReference,
): WorkloadRef => refTo(namespace, itsController !== undefined && mayBeOwned(owner) ? itsController : owner)
