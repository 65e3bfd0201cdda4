/** Where a command writes, and what can be shown there. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** The bytes of standard input. */
  readonly input: AsyncIterable<Uint8Array>
  /** A person looks at standard output, and wants colours. */
  readonly colours: boolean
  /** A person looks at standard error: a line of progress may stand there and change. */
  readonly watched: boolean
}

type Env = Readonly<Record<string, string | undefined>>

/** https://no-color.org: any value but an empty one; and terminals that say that they can do nothing. */
const wantsColours = (env: Env): boolean => !env['NO_COLOR'] && env['TERM'] !== 'dumb'

/** The terminal of this process. */
export const processTerminal = (env: Env): Terminal => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  input: process.stdin,
  colours: process.stdout.isTTY && wantsColours(env),
  watched: process.stderr.isTTY && env['TERM'] !== 'dumb',
})
