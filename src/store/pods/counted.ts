/** Things by number, each held for as long as somebody counts on it. Numbers begin at 1 and are given again. */
export interface Counted<T> {
  readonly at: (number: number) => T | undefined
  /** Holds a thing, counted once, and returns its number. */
  readonly add: (thing: T) => number
  readonly count: (number: number) => void
  /** Takes back one count; returns the thing when that was the last, and its number is free again. */
  readonly release: (number: number) => T | undefined
}

interface Entry<T> {
  readonly thing: T
  times: number
}

export const createCounted = <T>(): Counted<T> => {
  const entries: (Entry<T> | undefined)[] = [undefined]
  const free: number[] = []
  return {
    at: (number) => entries[number]?.thing,
    add: (thing) => {
      const number = free.pop() ?? entries.length
      entries[number] = { thing, times: 1 }
      return number
    },
    count: (number) => {
      const entry = entries[number]
      if (entry !== undefined) entry.times += 1
    },
    release: (number) => {
      const entry = entries[number]
      if (entry === undefined) return undefined
      entry.times -= 1
      if (entry.times > 0) return undefined
      entries[number] = undefined
      free.push(number)
      return entry.thing
    },
  }
}
