import { workloadOfOwner } from '../../domain/workload/workloadOf.ts'
import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import { isForbidden } from '../../kube/apiError.ts'
import { done, type Reconcile } from '../../runtime/controller.ts'
import type { ResolvedOwner } from '../../store/owners.ts'
import type { Store } from '../../store/store.ts'
import type { Cluster } from '../cluster.ts'

/** Owners waiting to be read, and whose findings wait for it. The controllers of pods are not watched, but read once. */
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
  /** Told of each namespace in which an owner has been read. */
  readonly wasRead: (namespace: string) => void
  /** Monotonic milliseconds. */
  readonly clock: () => number
}

export const createOwnerReads = (deps: OwnerReadDeps): OwnerReads => {
  const { store, cluster, enqueue, diagnoseAgain, wasRead, clock } = deps
  const wanted = new Map<string, Wanted>()

  const read = async ({ namespace, owner }: Wanted): Promise<ResolvedOwner> => {
    const unread = { workload: workloadOfOwner(namespace, owner), template: 'unreadable', readAt: clock() } as const
    try {
      const look = await cluster.lookAtOwner(namespace, owner)
      if (look === undefined) return { ...unread, uid: owner.uid }
      const { controller = owner, setsPullSecrets } = look
      return {
        workload: workloadOfOwner(namespace, owner, look.controller),
        uid: controller.uid,
        template: setsPullSecrets ? 'sets' : 'none',
        readAt: clock(),
      }
    } catch (error) {
      if (!isForbidden(error)) throw error
      return unread
    }
  }

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
      store.owners.set(uid, await read(want))
      wanted.delete(uid)
      for (const subject of want.subjects) diagnoseAgain(subject)
      wasRead(want.namespace)
      return done
    },
  }
}
