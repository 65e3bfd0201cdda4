import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { holdWithoutWaiting } from './holdWithoutWaiting.ts'

/** A process that cannot outlive this one. */
export interface TiedProcess {
  /** Settles when the process is gone and reaped: its exit status, and how a signal shows in a shell (128 + number). */
  readonly exited: Promise<number>
  /** The same, and it holds our event loop until then. */
  readonly wait: () => Promise<number>
  /** Ends it with SIGKILL, and waits until it is gone. What it kept is thrown away, so nobody waits for good manners. */
  readonly end: () => Promise<void>
}

/**
 * The shell between us and the process holds the reading end of a pipe that only we can write to. However we end, kill
 * -9 included, the kernel closes our end; `read` then returns, and the process is killed. SIGTERM to the group takes
 * the reader, and what the process itself started, with it; the shell catches it to report the exit status.
 */
const tie = `
trap : TERM
exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
{ read -r _; kill -9 "$child"; } <&3 2>/dev/null &
exec 3<&-
wait "$child"
status=$?
kill -TERM 0
wait
exit "$status"`

/**
 * Starts a command whose life is tied to ours, in a process group of its own (a terminal's Ctrl-C reaches us alone, and
 * our end is its end). It does not keep our event loop alive. Output is appended to `logPath`.
 */
export const startTied = (
  command: readonly string[],
  { logPath, cwd, env }: { readonly logPath: string; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv },
): TiedProcess => {
  const log = openSync(logPath, 'a')
  const child = spawn('/bin/sh', ['-c', tie, 'tied', ...command], {
    cwd,
    env: env ?? process.env,
    detached: true,
    stdio: ['pipe', log, log],
  })
  closeSync(log)
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      resolve(code ?? 137)
    })
  })
  holdWithoutWaiting(child)
  return {
    exited,
    wait: () => {
      child.ref()
      return exited
    },
    end: async () => {
      child.ref()
      child.stdin?.end()
      await exited
    },
  }
}
