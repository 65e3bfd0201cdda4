import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** What a command said and how it ended. */
export interface CommandResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions {
  readonly input?: string
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** Runs a command to its end. A failure is a status, not an exception; rejects only when it cannot be started. */
export const run = async (
  [program = '', ...args]: readonly string[],
  { input = '', env = process.env, cwd }: CommandOptions = {},
): Promise<CommandResult> => {
  const child = spawn(program, args, { env, cwd })
  const status = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve(code ?? 1)
    })
  })
  // A command that reads no input may be gone before it is written.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), status])
  return { status: code, stdout, stderr }
}

/** A command that must succeed: gives its standard output, throws what it said. */
export const runOrThrow = async (command: readonly string[], options?: CommandOptions): Promise<string> => {
  const { status, stdout, stderr } = await run(command, options)
  if (status !== 0) throw new Error(`${command.join(' ')}: exit status ${status}: ${stderr.trim() || stdout.trim()}`)
  return stdout
}
