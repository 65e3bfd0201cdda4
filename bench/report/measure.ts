export type Unit = 's' | 'ms' | 'us' | 'MB' | 'kB' | '1/s' | ''

/** One quantity, measured once in each run. */
export interface Measure {
  readonly name: string
  readonly unit: Unit
  readonly runs: readonly number[]
  readonly median: number
  readonly least: number
  readonly most: number
  /** Of the medians, this over the floor's. */
  readonly ratio?: { readonly to: string; readonly value: number }
}

export const medianOf = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export const measure = (name: string, unit: Unit, runs: readonly number[], floor?: Measure): Measure => {
  const median = medianOf(runs)
  return {
    name,
    unit,
    runs,
    median,
    least: Math.min(...runs),
    most: Math.max(...runs),
    ...(floor && { ratio: { to: floor.name, value: median / floor.median } }),
  }
}

/** The value at or below which so many lie (nearest rank), such as 0.99. */
export const quantile = (numbers: readonly number[], share: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
