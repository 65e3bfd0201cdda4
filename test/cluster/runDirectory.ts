import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { holdWithoutWaiting } from './holdWithoutWaiting.ts'
import { isAlive } from './isAlive.ts'

const PREFIX = 'pullkeeper-control-plane-'
const OF_RUN = new RegExp(`^${PREFIX}(\\d+)-`)

/** The directory of one run, gone when the run is, however it ends. */
export interface RunDirectory {
  readonly path: string
  readonly remove: () => Promise<void>
}

/** At our end the directory goes; the pauses are for processes that are being killed and still write. */
const broom = `
read -r _
for pause in 0.3 1; do [ -e "$1" ] || exit 0; sleep "$pause"; rm -rf "$1"; done`

/** Removes what a run left behind that had no time to, such as at a power cut: the name carries its process id. */
const sweep = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = OF_RUN.exec(name)?.[1]
    // Somebody else's cannot be removed; it is not ours to report either.
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})
  }
}

/** Makes a directory for this run, readable by this user only, under the system's directory for temporary files. */
export const makeRunDirectory = async (): Promise<RunDirectory> => {
  await sweep()
  const path = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const sweeper = spawn('/bin/sh', ['-c', broom, 'broom', path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  const swept = once(sweeper, 'exit')
  holdWithoutWaiting(sweeper)
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5 })
      sweeper.ref()
      sweeper.stdin.end()
      await swept
    },
  }
}
