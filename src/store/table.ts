import { Subject, type Observable } from 'rxjs'
import { createShelf, type Shelf } from './shelf.ts'

/** A record that came, changed or went. */
export interface Change<R> {
  readonly key: string
  readonly before: R | undefined
  readonly after: R | undefined
}

/** A keyed set of records that tells what changed in it. */
export interface Table<R> {
  readonly get: (key: string) => R | undefined
  readonly keys: () => IterableIterator<string>
  readonly values: () => IterableIterator<R>
  readonly size: () => number
  readonly changes: Observable<Change<R>>
  readonly upsert: (key: string, record: R) => void
  readonly remove: (key: string) => void
}

/**
 * @param index called for each change before `changes` is told, to keep indexes in step
 * @param records where they are kept
 */
export const createTable = <R>(index?: (change: Change<R>) => void, records: Shelf<R> = createShelf<R>()): Table<R> => {
  const changes = new Subject<Change<R>>()

  const tell = (change: Change<R>): void => {
    index?.(change)
    changes.next(change)
  }

  return {
    get: records.get,
    keys: records.keys,
    values: records.values,
    size: records.size,
    changes,
    upsert: (key, record) => tell({ key, ...records.put(key, record) }),
    remove: (key) => {
      const before = records.remove(key)
      if (before !== undefined) tell({ key, before, after: undefined })
    },
  }
}
