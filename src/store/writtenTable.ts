import type { Shelf } from './shelf.ts'
import { createTable, type Change, type Table } from './table.ts'

/** Identity and version, kept for kinds that we write: our answers and the watch may then arrive in either order. */
export interface Versioned {
  readonly uid: string
  readonly resourceVersion: string
}

/** A table of a kind that we write ourselves. */
export interface WrittenTable<R> extends Table<R> {
  /** As of every table; with the version of the end of an object, what is newer under its key stays: it was made anew. */
  readonly remove: (key: string, version?: string) => void
  /** Takes what a list tells, which is the truth: an older version counts, too, for etcd may have been restored. */
  readonly listed: (key: string, record: R) => void
  /** Takes what a write of ours was answered with, so that the next plan sees it before the watch tells. */
  readonly written: (key: string, record: R) => void
  /** An answer of the API server says that the object of this uid is no more; another of its name stays. */
  readonly gone: (key: string, uid: string | undefined) => void
}

/** How many removed objects are remembered, so that a late answer to a write of ours does not bring one back. */
const rememberedRemovals = 1024

/** Versions of one resource are comparable as numbers (KEP-5504; always so with etcd); anything else counts as newer. */
const isNotNewer = (candidate: string, current: string): boolean => {
  const [a, b] = [Number(candidate), Number(current)]
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) && a <= b
}

/**
 * As `createTable`; outside of a list an older version never replaces a newer one, of whichever object of the name, and
 * an answer never revives what is gone.
 *
 * @param records where they are kept
 */
export const createWrittenTable = <R extends Versioned>(
  index?: (change: Change<R>) => void,
  records?: Shelf<R>,
): WrittenTable<R> => {
  const removed = new Set<string>()
  const table = createTable<R>((change) => {
    if (change.before !== undefined && change.before.uid !== change.after?.uid) {
      removed.add(change.before.uid)
      const [oldest] = removed
      if (removed.size > rememberedRemovals && oldest !== undefined) removed.delete(oldest)
    }
    index?.(change)
  }, records)
  const upsert = (key: string, record: R): void => {
    const current = table.get(key)
    if (current !== undefined && isNotNewer(record.resourceVersion, current.resourceVersion)) return
    table.upsert(key, record)
  }
  return {
    ...table,
    upsert,
    remove: (key, version) => {
      const current = version === undefined ? undefined : table.get(key)
      if (current !== undefined && version !== undefined && !isNotNewer(current.resourceVersion, version)) return
      table.remove(key)
    },
    listed: (key, record) => {
      const current = table.get(key)
      if (current?.uid === record.uid && current.resourceVersion === record.resourceVersion) return
      table.upsert(key, record)
    },
    written: (key, record) => {
      if (!removed.has(record.uid)) upsert(key, record)
    },
    gone: (key, uid) => {
      if (uid !== undefined && table.get(key)?.uid === uid) table.remove(key)
    },
  }
}
