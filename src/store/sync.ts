/** Where a watch delivers records. */
export interface Sink<R> {
  upsert(key: string, record: R): void
  /** @param version of the object's end: what is newer under its key is another object, and stays */
  remove(key: string, version?: string): void
  /** The object exists but cannot be read: what is held under its key stays. */
  retain(key: string): void
  /** A new list begins; what the sink holds stays until `endSync` shows what the list did not name. */
  beginSync(): void
  endSync(): void
}

interface Target<R> {
  readonly get: (key: string) => R | undefined
  readonly keys: () => Iterable<string>
  readonly upsert: (key: string, record: R) => void
  /** For what a list tells, where that is not the same. */
  readonly listed?: (key: string, record: R) => void
  readonly remove: (key: string, version?: string) => void
}

/**
 * The sink of one watch into a table.
 *
 * @param owns which of the table's records this watch delivers, where several watches share a table
 */
export const createSink = <R>(target: Target<R>, owns: (record: R) => boolean = () => true): Sink<R> => {
  const listed = target.listed ?? target.upsert
  let unseen: Set<string> | undefined
  const isOwned = (key: string): boolean => {
    const record = target.get(key)
    return record !== undefined && owns(record)
  }
  return {
    upsert: (key, record) => {
      if (unseen === undefined) return target.upsert(key, record)
      unseen.delete(key)
      listed(key, record)
    },
    remove: (key, version) => {
      unseen?.delete(key)
      target.remove(key, version)
    },
    retain: (key) => {
      unseen?.delete(key)
    },
    beginSync: () => {
      unseen = new Set()
      for (const key of target.keys()) if (isOwned(key)) unseen.add(key)
    },
    endSync: () => {
      const gone = unseen ?? []
      unseen = undefined
      // What another watch has brought under the key meanwhile is not this one's to take away.
      for (const key of gone) if (isOwned(key)) target.remove(key)
    },
  }
}
