/** Where a watch delivers records. */
export interface Sink<R> {
  upsert(key: string, record: R): void
  remove(key: string): void
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
  readonly remove: (key: string) => void
}

/**
 * The sink of one watch into a table.
 *
 * @param owns which of the table's records this watch delivers, where several watches share a table
 */
export const createSink = <R>(target: Target<R>, owns: (record: R) => boolean = () => true): Sink<R> => {
  let unseen: Set<string> | undefined
  return {
    upsert: (key, record) => {
      unseen?.delete(key)
      target.upsert(key, record)
    },
    remove: (key) => {
      unseen?.delete(key)
      target.remove(key)
    },
    retain: (key) => {
      unseen?.delete(key)
    },
    beginSync: () => {
      unseen = new Set()
      for (const key of target.keys()) {
        const record = target.get(key)
        if (record !== undefined && owns(record)) unseen.add(key)
      }
    },
    endSync: () => {
      const gone = unseen ?? []
      unseen = undefined
      for (const key of gone) target.remove(key)
    },
  }
}
