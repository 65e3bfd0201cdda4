import { workloadOfOwner } from '../../domain/workload/workloadOf.ts'
import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import { isForbidden } from '../../kube/apiError.ts'
import { done, type Reconcile } from '../../runtime/controller.ts'
import type { Store } from '../../store/store.ts'
import type { Cluster } from '../cluster.ts'

/** Owners waiting to be read, and whose findings wait for it. ReplicaSets and Jobs are not watched, but read once. */
export interface OwnerReads {
  /** Asks for an owner to be read; `subject` is diagnosed again when it has been. */
  readonly want: (namespace: string, owner: OwnerReference, subject: string) => void
  /** Reads one owner; the key is its uid. */
  readonly reconcile: Reconcile
}

interface Wanted {
  readonly namespace: string
  readonly owner: OwnerReference
  readonly subjects: Set<string>
}

export interface OwnerReadDeps {
  readonly store: Store
  readonly cluster: Pick<Cluster, 'lookAtOwner'>
  readonly enqueue: (uid: string) => void
  readonly diagnoseAgain: (subject: string) => void
}

export const createOwnerReads = ({ store, cluster, enqueue, diagnoseAgain }: OwnerReadDeps): OwnerReads => {
  const wanted = new Map<string, Wanted>()
  return {
    want: (namespace, owner, subject) => {
      const known = wanted.get(owner.uid)
      if (known !== undefined) {
        known.subjects.add(subject)
        return
      }
      wanted.set(owner.uid, { namespace, owner, subjects: new Set([subject]) })
      enqueue(owner.uid)
    },
    reconcile: async (uid) => {
      const want = wanted.get(uid)
      if (want === undefined) return done
      const { namespace, owner } = want
      try {
        const look = await cluster.lookAtOwner(namespace, owner)
        const top = look?.controller ?? owner
        store.owners.set(uid, { workload: workloadOfOwner(namespace, owner, look?.controller), uid: top.uid })
      } catch (error) {
        if (!isForbidden(error)) throw error
        store.owners.set(uid, { workload: workloadOfOwner(namespace, owner, undefined) })
      }
      wanted.delete(uid)
      for (const subject of want.subjects) diagnoseAgain(subject)
      return done
    },
  }
}
