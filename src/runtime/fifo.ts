/** First in, first out, at constant cost (Array.shift moves everything behind it). */
export interface Fifo<T> {
  push(item: T): void
  shift(): T | undefined
  clear(): void
  readonly size: number
}

/** Taken slots are given back once there are this many of them and they are most of the array. */
const COMPACT_AT = 1024

export const createFifo = <T>(): Fifo<T> => {
  let items: (T | undefined)[] = []
  let head = 0
  return {
    push: (item) => {
      items.push(item)
    },
    shift: () => {
      if (head >= items.length) return undefined
      const item = items[head]
      items[head] = undefined
      head += 1
      if (head >= COMPACT_AT && head * 2 >= items.length) {
        items = items.slice(head)
        head = 0
      }
      return item
    },
    clear: () => {
      items = []
      head = 0
    },
    get size() {
      return items.length - head
    },
  }
}
