import type { KubeObject } from '../object.ts'

/** What a continue token stands for. */
export interface Snapshot {
  readonly objects: readonly KubeObject[]
  readonly revision: number
  readonly start: number
}

export interface Snapshots {
  keep: (snapshot: Snapshot) => string
  resume: (token: string) => Snapshot | undefined
  /** Forgets all: the next page of any list is answered 410. */
  forget: () => void
}

/** Lists in the middle of being paged; beyond the limit the oldest is forgotten, as by etcd's compaction. */
export const createSnapshots = (limit = 32): Snapshots => {
  const kept = new Map<string, Snapshot>()
  let count = 0
  return {
    keep: (snapshot) => {
      const token = Buffer.from(
        JSON.stringify({ v: 'meta.k8s.io/v1', rv: snapshot.revision, start: `${++count}` }),
      ).toString('base64url')
      kept.set(token, snapshot)
      const [oldest] = kept.keys()
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
      return token
    },
    resume: (token) => kept.get(token),
    forget: () => kept.clear(),
  }
}
