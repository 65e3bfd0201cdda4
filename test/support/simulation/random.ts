/** Numbers that follow from a seed, so that a run can be had again. */
export interface Random {
  /** A whole number from 0 up to but not `limit`. */
  readonly below: (limit: number) => number
  readonly chance: (probability: number) => boolean
  /** One of the items; undefined of none. */
  readonly pick: <T>(items: readonly T[]) => T | undefined
}

/** Mulberry32: small, and good enough to choose with. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return { below, chance: (probability) => next() < probability, pick: (items) => items[below(items.length)] }
}
