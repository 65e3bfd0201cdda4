import type { KubeObject } from '../object.ts'

/** What a continue token stands for. */
export interface Snapshot {
  readonly objects: readonly KubeObject[]
  readonly revision: number
  readonly start: number
}

/** What a token says of itself: enough to go on after its snapshot is forgotten. */
export interface Place {
  /** -1: whatever the newest revision is (apiserver, pkg/storage/etcd3/errors.go, v1.36). */
  readonly revision: number
  /** `namespace/name` of the last object that was listed. */
  readonly after: string
}

export interface Snapshots {
  keep: (snapshot: Snapshot) => string
  resume: (token: string) => Snapshot | undefined
  /** Forgets all: the next page of any list is answered 410. */
  forget: () => void
}

export const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}/${metadata.name}`

export const encodePlace = ({ revision, after }: Place, count = 0): string =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: after, count })).toString('base64url')

export const decodePlace = (token: string): Place | undefined => {
  try {
    const { rv, start }: { readonly rv?: unknown; readonly start?: unknown } = JSON.parse(
      Buffer.from(token, 'base64url').toString('utf8'),
    )
    return typeof rv === 'number' && typeof start === 'string' ? { revision: rv, after: start } : undefined
  } catch {
    return undefined
  }
}

/** Lists in the middle of being paged; beyond the limit the oldest is forgotten, as by etcd's compaction. */
export const createSnapshots = (limit = 32): Snapshots => {
  const kept = new Map<string, Snapshot>()
  let count = 0
  return {
    keep: (snapshot) => {
      const last = snapshot.objects[snapshot.start - 1]
      const place = { revision: snapshot.revision, after: last === undefined ? '' : keyOf(last) }
      const token = encodePlace(place, ++count)
      kept.set(token, snapshot)
      const [oldest] = kept.keys()
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
      return token
    },
    resume: (token) => kept.get(token),
    forget: () => kept.clear(),
  }
}
