import type { WorkloadRef } from '../domain/objects/workload.ts'

/** What a read of a ReplicaSet or Job told: the object that a person would name. */
export interface ResolvedOwner {
  readonly workload: WorkloadRef
  /** Needed to put an Event on it; absent when we may not read the owner. */
  readonly uid?: string
}

/** Owners that had to be read, by uid. Bounded: an owner that is forgotten is read once more. */
export interface Owners {
  readonly get: (uid: string) => ResolvedOwner | undefined
  readonly set: (uid: string, owner: ResolvedOwner) => void
}

const ownerLimit = 10_000

export const createOwners = (): Owners => {
  const owners = new Map<string, ResolvedOwner>()
  return {
    get: (uid) => owners.get(uid),
    set: (uid, owner) => {
      owners.delete(uid)
      owners.set(uid, owner)
      const [oldest] = owners.keys()
      if (owners.size > ownerLimit && oldest !== undefined) owners.delete(oldest)
    },
  }
}
