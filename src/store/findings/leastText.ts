/**
 * The smallest of texts that come and go, each step in the logarithm of their number: a DaemonSet of thousands of pods
 * may say as many different things.
 */
export interface LeastText {
  readonly add: (text: string) => void
  /** The smallest text that is still said; '' when none is. */
  readonly least: () => string
}

interface Said {
  readonly has: (text: string) => boolean
  readonly keys: () => Iterable<string>
  readonly size: number
}

/** Texts that are no longer said may stay so many, beside as many as are said, before they are cleared away. */
const slack = 16

/** @param said the texts that count now, kept by the caller: what left it is dropped here when it comes to the top */
export const createLeastText = (said: Said): LeastText => {
  /** A binary heap: the children of `at` are at `2 at + 1` and `2 at + 2`, and none is smaller. */
  let heap: string[] = []

  const textAt = (at: number): string => heap[at] ?? ''

  const swap = (a: number, b: number): void => {
    const kept = textAt(a)
    heap[a] = textAt(b)
    heap[b] = kept
  }

  const rise = (at: number): void => {
    for (let child = at; child > 0;) {
      const parent = (child - 1) >> 1
      if (textAt(parent) <= textAt(child)) return
      swap(parent, child)
      child = parent
    }
  }

  const sink = (): void => {
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2]
      if (left >= heap.length) return
      const child = right < heap.length && textAt(right) < textAt(left) ? right : left
      if (textAt(parent) <= textAt(child)) return
      swap(parent, child)
      parent = child
    }
  }

  const drop = (): void => {
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    sink()
  }

  return {
    add: (text) => {
      // What is sorted is a heap.
      if (heap.length > 2 * said.size + slack) heap = [...said.keys()].sort()
      heap.push(text)
      rise(heap.length - 1)
    },
    least: () => {
      while (heap.length > 0 && !said.has(textAt(0))) drop()
      return textAt(0)
    },
  }
}
