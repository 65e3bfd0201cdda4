/** Things by number, each held for as long as somebody counts on it. Numbers begin at 1 and are given again. */
export interface Counted<T> {
  readonly at: (number: number) => T | undefined
  /** Holds a thing, counted once, and returns its number. */
  readonly add: (thing: T) => number
  readonly count: (number: number) => void
  /** Takes back one count; returns the thing when that was the last, and its number is free again. */
  readonly release: (number: number) => T | undefined
}

export const createCounted = <T>(): Counted<T> => {
  const things: (T | undefined)[] = [undefined]
  const times: number[] = [0]
  const free: number[] = []
  return {
    at: (number) => things[number],
    add: (thing) => {
      const number = free.pop() ?? things.length
      things[number] = thing
      times[number] = 1
      return number
    },
    count: (number) => {
      times[number] = (times[number] ?? 0) + 1
    },
    release: (number) => {
      const thing = things[number]
      if (thing === undefined) return undefined
      const left = (times[number] ?? 0) - 1
      times[number] = left
      if (left > 0) return undefined
      things[number] = undefined
      free.push(number)
      return thing
    },
  }
}
