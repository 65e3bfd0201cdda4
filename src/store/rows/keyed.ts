import { createCounted } from './counted.ts'

/** Things by number, each held once for all that have its key, and for as long as somebody counts on it; 0 is none. */
export interface Keyed<T> {
  readonly at: (number: number) => T | undefined
  /** The number of the thing with this one's key, counted once more; this one is held when there is none. */
  readonly take: (thing: T) => number
  readonly release: (number: number) => void
}

export const createKeyed = <T>(keyOf: (thing: T) => string): Keyed<T> => {
  const things = createCounted<T>()
  const numbers = new Map<string, number>()
  return {
    at: things.at,
    take: (thing) => {
      const key = keyOf(thing)
      const known = numbers.get(key)
      if (known !== undefined) {
        things.count(known)
        return known
      }
      const number = things.add(thing)
      numbers.set(key, number)
      return number
    },
    release: (number) => {
      const gone = things.release(number)
      if (gone !== undefined) numbers.delete(keyOf(gone))
    },
  }
}
