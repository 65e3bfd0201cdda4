import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { type Clock, systemClock } from './clock.ts'

export interface BoundedProcess {
  /** Path of the executable: it is started as it is, never through a shell. */
  readonly file: string
  readonly args: readonly string[]
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>
  readonly stdin: string
  /** After this it is killed, milliseconds. */
  readonly timeoutMs: number
  /** One byte more and it is killed. */
  readonly maxStdoutBytes: number
  /** What comes after is dropped. */
  readonly maxStderrBytes: number
  readonly clock?: Clock
  /** Kills it. */
  readonly signal?: AbortSignal
}

export type ProcessEnd =
  | { readonly how: 'exited'; readonly status: number; readonly stdout: string; readonly stderr: string }
  | { readonly how: 'killedByOther'; readonly signal: string; readonly stderr: string }
  | { readonly how: 'timedOut'; readonly stderr: string }
  | { readonly how: 'flooded'; readonly stderr: string }
  | { readonly how: 'aborted' }
  /** `code` is that of the system, such as ENOENT. */
  | { readonly how: 'notStarted'; readonly code: string }

type Cut = 'timedOut' | 'flooded' | 'aborted'

/** How long streams may stay open behind a process that has ended, milliseconds: a child of its may hold them. */
const drainMs = 1_000

const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'Unknown'

/** The whole group: what the process has started must not outlive it. */
const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // None of it is left.
  }
}

/** Keeps the first bytes of a stream; `overflow` is called when there are more. */
const collect = (stream: NodeJS.ReadableStream, maxBytes: number, overflow: () => void): (() => string) => {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    const room = maxBytes - bytes
    if (room > 0) chunks.push(chunk.subarray(0, room))
    bytes += chunk.length
    if (bytes > maxBytes) overflow()
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

const start = ({ file, args, env }: BoundedProcess): ChildProcessWithoutNullStreams =>
  // A group of its own, to be killed as one.
  spawn(file, [...args], { env: { ...env }, cwd: '/', shell: false, detached: true, stdio: 'pipe' })

/**
 * Runs a process to its end with bounded time and output, and leaves nothing of it behind, the processes that it
 * started included. Never throws; what it wrote is given back as it is.
 */
export const runBounded = (wanted: BoundedProcess): Promise<ProcessEnd> =>
  new Promise((resolve) => {
    const { clock = systemClock, signal } = wanted
    if (signal?.aborted) return resolve({ how: 'aborted' })
    let child: ChildProcessWithoutNullStreams
    try {
      child = start(wanted)
    } catch (error) {
      // E2BIG and the like are thrown, ENOENT and the like are told later.
      return resolve({ how: 'notStarted', code: codeOf(error) })
    }
    let cut: Cut | undefined
    const kill = (why: Cut): void => {
      cut ??= why
      if (child.pid !== undefined) killGroup(child.pid)
    }
    const stdout = collect(child.stdout, wanted.maxStdoutBytes, () => kill('flooded'))
    const stderr = collect(child.stderr, wanted.maxStderrBytes, () => {})
    const abort = (): void => kill('aborted')
    signal?.addEventListener('abort', abort, { once: true })
    let cancelTimer = clock.after(wanted.timeoutMs, () => kill('timedOut'))
    const end = (how: ProcessEnd): void => {
      cancelTimer()
      signal?.removeEventListener('abort', abort)
      resolve(how)
    }

    child.on('error', (error) => {
      if (child.pid === undefined) end({ how: 'notStarted', code: codeOf(error) })
    })
    child.on('exit', () => {
      if (child.pid !== undefined) killGroup(child.pid)
      cancelTimer()
      cancelTimer = clock.after(drainMs, () => {
        child.stdout.destroy()
        child.stderr.destroy()
      })
    })
    child.on('close', (status, killedBy) => {
      if (cut === 'aborted') end({ how: cut })
      else if (cut !== undefined) end({ how: cut, stderr: stderr() })
      else if (killedBy !== null) end({ how: 'killedByOther', signal: killedBy, stderr: stderr() })
      else end({ how: 'exited', status: status ?? -1, stdout: stdout(), stderr: stderr() })
    })
    // It need not read what it is told.
    child.stdin.on('error', () => {})
    child.stdin.end(wanted.stdin)
  })
