/** Rows of a fixed number of words, outside of the JavaScript heap: the garbage collector does not look at them. */
export interface Rows {
  /** A row to write to, zeroes all. */
  readonly take: () => number
  readonly free: (row: number) => void
  /** The words that a row is among, and where it begins there. */
  readonly wordsOf: (row: number) => Uint32Array
  readonly startOf: (row: number) => number
  /** One word of a row, by its place there. */
  readonly get: (row: number, word: number) => number
  readonly set: (row: number, word: number, value: number) => void
  /** Rows below this number have been taken at some time. */
  readonly end: () => number
}

/** 4,096 rows of eleven words are 180 KB: memory comes in steps of this, and nothing is copied when it grows. */
const shift = 12
const rowsInChunk = 1 << shift

const noWords = new Uint32Array(0)

/** Chunks are kept when their rows are free: a cluster that was so large may be again. */
export const createRows = (width: number): Rows => {
  const chunks: Uint32Array[] = []
  const freed: number[] = []
  let end = 0

  const wordsOf = (row: number): Uint32Array => chunks[row >> shift] ?? noWords
  const startOf = (row: number): number => (row & (rowsInChunk - 1)) * width

  return {
    take: () => {
      const row = freed.pop() ?? end++
      if (row >> shift === chunks.length) chunks.push(new Uint32Array(rowsInChunk * width))
      return row
    },
    free: (row) => {
      wordsOf(row).fill(0, startOf(row), startOf(row) + width)
      freed.push(row)
    },
    wordsOf,
    startOf,
    get: (row, word) => wordsOf(row)[startOf(row) + word] ?? 0,
    set: (row, word, value) => {
      wordsOf(row)[startOf(row) + word] = value
    },
    end: () => end,
  }
}
