import { createTable, type Change, type Table } from './table.ts'

/** Identity and version, kept for kinds that we write: our answers and the watch may then arrive in either order. */
export interface Versioned {
  readonly uid: string
  readonly resourceVersion: string
}

/** A table of a kind that we write ourselves. */
export interface WrittenTable<R> extends Table<R> {
  /** Takes what a write of ours was answered with, so that the next plan sees it before the watch tells. */
  readonly written: (key: string, record: R) => void
}

/** How many removed objects are remembered, so that a late answer to a write of ours does not bring one back. */
const rememberedRemovals = 1024

/** Versions of one resource are comparable as numbers (KEP-5504; always so with etcd); anything else counts as newer. */
const isNotNewer = (candidate: Versioned, current: Versioned): boolean => {
  const [a, b] = [Number(candidate.resourceVersion), Number(current.resourceVersion)]
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) && a <= b
}

/** As `createTable`; an older version never replaces a newer one, and an answer never revives what is gone. */
export const createWrittenTable = <R extends Versioned>(index?: (change: Change<R>) => void): WrittenTable<R> => {
  const removed = new Set<string>()
  const table = createTable<R>((change) => {
    if (change.before !== undefined && change.before.uid !== change.after?.uid) {
      removed.add(change.before.uid)
      const [oldest] = removed
      if (removed.size > rememberedRemovals && oldest !== undefined) removed.delete(oldest)
    }
    index?.(change)
  })
  const upsert = (key: string, record: R): void => {
    const current = table.get(key)
    if (current !== undefined && current.uid === record.uid && isNotNewer(record, current)) return
    table.upsert(key, record)
  }
  return {
    ...table,
    upsert,
    written: (key, record) => {
      if (!removed.has(record.uid)) upsert(key, record)
    },
  }
}
