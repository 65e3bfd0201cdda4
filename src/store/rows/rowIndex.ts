import type { Rows } from './rows.ts'

/** Finds rows by a hash of their key. The first two words of each row are the index's. */
export interface RowIndex {
  /** The row of this hash that `is` says yes to. */
  readonly find: (hash: number, is: (row: number) => boolean) => number | undefined
  readonly add: (row: number, hash: number) => void
  readonly drop: (row: number) => void
  readonly size: () => number
}

/** What stands in a row: its hash, and the next row of its bucket, plus one. */
const hashWord = 0
const nextWord = 1

/**
 * FNV-1a over UTF-16 units (draft-eastlake-fnv): keys of one owner differ in their last letters only.
 * @param seed the hash of what stands before
 */
export const hashOf = (key: string, seed = 0x811c9dc5): number => {
  let hash = seed
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

const fewestBuckets = 1024

export const createRowIndex = ({ get, set }: Pick<Rows, 'get' | 'set'>): RowIndex => {
  let buckets = new Uint32Array(fewestBuckets)
  let size = 0

  const bucketOf = (hash: number): number => hash & (buckets.length - 1)

  const link = (row: number, hash: number): void => {
    const bucket = bucketOf(hash)
    set(row, nextWord, buckets[bucket] ?? 0)
    buckets[bucket] = row + 1
  }

  /** All rows hang somewhere: taken off one by one, each goes where it belongs in twice as many buckets. */
  const grow = (): void => {
    const old = buckets
    buckets = new Uint32Array(old.length * 2)
    for (const first of old) {
      for (let next = first; next !== 0;) {
        const row = next - 1
        next = get(row, nextWord)
        link(row, get(row, hashWord))
      }
    }
  }

  return {
    find: (hash, is) => {
      for (let next = buckets[bucketOf(hash)] ?? 0; next !== 0; next = get(next - 1, nextWord)) {
        const row = next - 1
        if (get(row, hashWord) === hash && is(row)) return row
      }
      return undefined
    },
    add: (row, hash) => {
      if (size >= buckets.length) grow()
      set(row, hashWord, hash)
      link(row, hash)
      size += 1
    },
    drop: (row) => {
      const bucket = bucketOf(get(row, hashWord))
      const after = get(row, nextWord)
      let before = (buckets[bucket] ?? 0) - 1
      if (before === row) buckets[bucket] = after
      else {
        while (get(before, nextWord) !== row + 1) before = get(before, nextWord) - 1
        set(before, nextWord, after)
      }
      size -= 1
    },
    size: () => size,
  }
}
