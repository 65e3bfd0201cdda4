import type { WorkloadRef } from '../domain/objects/workload.ts'
import { createOldest } from './oldest.ts'
import type { OwnerTemplate } from '../domain/recovery/stuckPod.ts'

/** What a read of a pod's controller told: the object that a person would name, and what new pods get. */
export interface ResolvedOwner {
  readonly workload: WorkloadRef
  /** Needed to put an Event on it; absent when we may not read the owner. */
  readonly uid?: string
  readonly template: OwnerTemplate
  /** Monotonic milliseconds; the template of some kinds changes, and is not watched. */
  readonly readAt: number
}

/** Owners that had to be read, by uid. Bounded: an owner that is forgotten is read once more. */
export interface Owners {
  readonly get: (uid: string) => ResolvedOwner | undefined
  readonly set: (uid: string, owner: ResolvedOwner) => void
}

const ownerLimit = 10_000

export const createOwners = (): Owners => {
  const owners = new Map<string, ResolvedOwner>()
  const oldest = createOldest(owners)
  return {
    get: (uid) => owners.get(uid),
    set: (uid, owner) => {
      owners.delete(uid)
      owners.set(uid, owner)
      if (owners.size > ownerLimit) owners.delete(oldest() ?? '')
    },
  }
}
