import type { KubeObject } from '../object.ts'

/** One change of one object. A deleted object carries the revision of its deletion. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly revision: number
  readonly object: KubeObject
  /** What was there before; absent for an addition. */
  readonly previous?: KubeObject
}

/** The bounded history of one resource, out of which watches resume. */
export interface ChangeLog {
  append: (change: Change) => void
  /** The position after the last change at or before a revision; undefined when those changes are forgotten. */
  positionAfter: (revision: number) => number | undefined
  /** The changes from a position on, at most `limit`; undefined when they are forgotten. */
  from: (position: number, limit: number) => readonly Change[] | undefined
  /** The revision of the newest forgotten change: a watch from below it is answered 410. */
  forgotten: () => number
  /** Forgets everything, as etcd's compaction does. */
  forget: (revision: number) => void
}

/** A log that keeps at least the last `limit` changes (trimmed by halves, so that appending stays cheap). */
export const changeLog = (limit: number): ChangeLog => {
  let changes: Change[] = []
  let start = 0
  let floor = 0

  const drop = (count: number) => {
    floor = changes[count - 1]?.revision ?? floor
    changes = changes.slice(count)
    start += count
  }

  return {
    append: (change) => {
      changes.push(change)
      if (changes.length > limit * 2) drop(changes.length - limit)
    },
    positionAfter: (revision) => (revision < floor ? undefined : start + firstAfter(changes, revision)),
    from: (position, count) =>
      position < start ? undefined : changes.slice(position - start, position - start + count),
    forgotten: () => floor,
    forget: (revision) => {
      drop(changes.length)
      floor = Math.max(floor, revision)
    },
  }
}

const firstAfter = (changes: readonly Change[], revision: number): number => {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((changes[middle]?.revision ?? Infinity) <= revision) low = middle + 1
    else high = middle
  }
  return low
}
