interface Delayed {
  readonly key: string
  readonly dueAt: number
}

/** Keys that wait for their time, the earliest first. */
export interface DelayedKeys {
  /** Puts the key at a time; a key that already waits keeps the earlier one. */
  put(key: string, dueAt: number): void
  /** When the earliest is due; undefined when none waits. */
  nextDueAt(): number | undefined
  /** Takes out every key due by then, in the order of their times. */
  takeDue(now: number): readonly string[]
  readonly size: number
  clear(): void
}

/**
 * A binary heap beside a map of what counts: an entry that was overtaken by an earlier one stays in the heap
 * and is skipped when it comes up, so that putting costs O(log n) and nothing is searched.
 */
export const createDelayedKeys = (): DelayedKeys => {
  const heap: Delayed[] = []
  const dueByKey = new Map<string, number>()

  const dueOf = (at: number): number => heap[at]?.dueAt ?? Infinity

  const swap = (a: number, b: number): void => {
    const [left, right] = [heap[a], heap[b]]
    if (left && right) [heap[a], heap[b]] = [right, left]
  }

  const rise = (from: number): void => {
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1
      if (dueOf(parent) <= dueOf(at)) return
      swap(parent, at)
      at = parent
    }
  }

  const sink = (): void => {
    for (let at = 0; ;) {
      const left = 2 * at + 1
      const child = dueOf(left + 1) < dueOf(left) ? left + 1 : left
      if (dueOf(at) <= dueOf(child)) return
      swap(at, child)
      at = child
    }
  }

  const pop = (): Delayed | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (last && heap.length > 0) {
      heap[0] = last
      sink()
    }
    return first
  }

  const dropOvertaken = (): void => {
    for (let first = heap[0]; first && dueByKey.get(first.key) !== first.dueAt; first = heap[0]) pop()
  }

  return {
    put: (key, dueAt) => {
      const waiting = dueByKey.get(key)
      if (waiting !== undefined && waiting <= dueAt) return
      dueByKey.set(key, dueAt)
      heap.push({ key, dueAt })
      rise(heap.length - 1)
    },
    nextDueAt: () => {
      dropOvertaken()
      return heap[0]?.dueAt
    },
    takeDue: (now) => {
      const due: string[] = []
      for (dropOvertaken(); dueOf(0) <= now; dropOvertaken()) {
        const first = pop()
        if (!first) break
        dueByKey.delete(first.key)
        due.push(first.key)
      }
      return due
    },
    get size() {
      return dueByKey.size
    },
    clear: () => {
      heap.length = 0
      dueByKey.clear()
    },
  }
}
