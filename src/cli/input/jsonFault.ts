/** Where a text stops being JSON; lines and columns count from 1. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  /** The text ends before its value does. */
  readonly truncated: boolean
}

/** V8 quotes the text in its messages, which may be a credential: only the place is taken from them. */
const positionIn = (error: unknown, length: number): number => {
  const message = error instanceof Error ? error.message : ''
  const told = /at position (\d+)/.exec(message)?.[1]
  return told === undefined ? length : Number(told)
}

/** Finds the fault of a text that JSON.parse refuses; undefined when it does not. */
export const jsonFault = (text: string): JsonFault | undefined => {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const at = Math.min(positionIn(error, text.length), text.length)
    const before = text.slice(0, at)
    return {
      line: before.split('\n').length,
      column: at - before.lastIndexOf('\n'),
      truncated: text.slice(at).trim() === '' || /Unterminated|end of JSON/.test(String(error)),
    }
  }
}
