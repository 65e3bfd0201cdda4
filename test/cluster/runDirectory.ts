import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { holdWithoutWaiting } from './holdWithoutWaiting.ts'
import { isAlive } from './isAlive.ts'

const PREFIX = 'pullkeeper-cluster-'
const OF_RUN = new RegExp(`^${PREFIX}(\\d+)-`)

/** The directory of one run, gone when the run is, however it ends. */
export interface RunDirectory {
  readonly path: string
  readonly remove: () => Promise<void>
}

/** A script of this name in the directory is run before the directory goes, again and again until it succeeds. */
export const AT_END = 'at-end'

/** At our end the directory goes; the pauses are for processes that are being killed and still write. */
const broom = `
read -r _
for pause in 0 0.3 1 3; do
  sleep "$pause"
  [ ! -e "$1/${AT_END}" ] || sh "$1/${AT_END}" "$1" || [ "$pause" = 3 ] || continue
  rm -rf "$1"
  [ -e "$1" ] || exit 0
done`

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
  // Of lower-case letters only: buildah takes a path with others for no path.
  const path = join(tmpdir(), `${PREFIX}${process.pid}-${randomBytes(6).toString('hex')}`)
  await mkdir(path, { mode: 0o700 })
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
      sweeper.ref()
      sweeper.stdin.end()
      await swept
    },
  }
}
