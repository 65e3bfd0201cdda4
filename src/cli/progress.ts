import type { Terminal } from './terminal.ts'

/** One line that tells how far a command has come, where a person looks at standard error; nothing elsewhere. */
export interface Progress {
  readonly show: (text: string) => void
  /** Takes the line away; nothing is shown after it. */
  readonly end: () => void
}

/** Often enough to be seen moving, seldom enough to cost nothing; milliseconds. */
const interval = 100

const clearLine = '\r\u001B[K'

export const createProgress = ({ watched, err }: Terminal, now: () => number = Date.now): Progress => {
  let shownAt = Number.NEGATIVE_INFINITY
  let ended = false
  return {
    show: (text) => {
      if (!watched || ended || now() - shownAt < interval) return
      shownAt = now()
      err(`${clearLine}${text}`)
    },
    end: () => {
      if (watched && !ended && shownAt !== Number.NEGATIVE_INFINITY) err(clearLine)
      ended = true
    },
  }
}
