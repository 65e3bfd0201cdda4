/** Tells on standard error how far a measurement is: standard output belongs to the figures. */
export interface Progress {
  readonly say: (text: string) => void
  readonly done: () => void
}

/** On a terminal one line that changes; in a log a line for each step. */
export const createProgress = (stream: NodeJS.WriteStream = process.stderr): Progress => {
  if (!stream.isTTY) return { say: (text) => void stream.write(`${text}\n`), done: () => undefined }
  const write = (text: string): void => void stream.write(`\r\x1b[2K${text}`)
  return { say: (text) => write(text.slice(0, (stream.columns || 80) - 1)), done: () => write('') }
}
