import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

/** What is told, and how it looks. */
export interface Screen {
  readonly title: (text: string) => void
  /** The next step of the story. */
  readonly step: (title: string, text: string) => void
  readonly say: (text: string) => void
  /** A command as one would type it. */
  readonly command: (typed: string) => void
  readonly output: (text: string) => void
  readonly failure: (text: string) => void
}

type Style = Parameters<typeof styleText>[0]

/** Writes to a stream; styleText leaves colours out where it is no terminal or NO_COLOR is set. */
export const createScreen = (stream: Writable & Partial<NodeJS.WriteStream>): Screen => {
  let steps = 0
  const styled = (style: Style, text: string) => styleText(style, text, { stream })
  const line = (text = '') => stream.write(`${text}\n`)
  return {
    title: (text) => line(styled('bold', text)),
    step: (title, text) => {
      steps += 1
      line()
      line(styled(['bold', 'cyan'], `${steps}. ${title}`))
      if (text !== '') line(text)
    },
    say: (text) => line(text),
    command: (typed) => line(styled('green', `$ ${typed}`)),
    output: (text) => line(styled('dim', text.trimEnd())),
    failure: (text) => line(styled('red', text)),
  }
}
