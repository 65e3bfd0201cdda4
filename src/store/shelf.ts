/** Where a table keeps its records. */
export interface Shelf<R> {
  readonly get: (key: string) => R | undefined
  readonly put: (key: string, record: R) => Put<R>
  /** Returns the record that was held. */
  readonly remove: (key: string) => R | undefined
  readonly keys: () => IterableIterator<string>
  readonly values: () => IterableIterator<R>
  readonly size: () => number
}

export interface Put<R> {
  /** What was held until now. */
  readonly before: R | undefined
  /** The record as it is held now: equal to what was given, though parts of it may be those of an equal one. */
  readonly after: R
}

/** Keeps records as they are. */
export const createShelf = <R>(): Shelf<R> => {
  const records = new Map<string, R>()
  return {
    get: (key) => records.get(key),
    put: (key, record) => {
      const before = records.get(key)
      records.set(key, record)
      return { before, after: record }
    },
    remove: (key) => {
      const before = records.get(key)
      records.delete(key)
      return before
    },
    keys: () => records.keys(),
    values: () => records.values(),
    size: () => records.size,
  }
}
