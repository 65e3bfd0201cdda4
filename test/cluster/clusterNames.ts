import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { order } from './control.ts'
import { withProcessLock } from './processLock.ts'

/** Where the clusters that run in the background are found by name: a socket for each, on which its owner answers. */
const directory = (): string => {
  const path = join(tmpdir(), `pullkeeper-clusters-${userInfo().uid}`)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return path
}

const SOCKET = /^(.+)\.sock$/

export const isClusterName = (name: string): boolean => /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)

export const socketOf = (name: string): string => join(directory(), `${name}.sock`)

export const logOf = (name: string): string => join(directory(), `${name}.log`)

/** Asks the owner; undefined when there is none, or it was killed. */
export const askOwner = async (name: string, what: 'status' | 'down'): Promise<unknown> => {
  try {
    return await order(socketOf(name), what)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // Reset: it was on its way out when we asked.
    if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET') return undefined
    throw error
  }
}

/** Removes what a killed owner left here; everything else went with it. */
export const forget = (name: string): void => {
  rmSync(socketOf(name), { force: true })
  rmSync(logOf(name), { force: true })
}

export const knownNames = (): readonly string[] =>
  readdirSync(directory()).flatMap((file) => SOCKET.exec(file)?.[1] ?? [])

/** So that two commands do not start one name twice, nor end it while it starts. */
export const withName = <T>(name: string, onWait: (holder: number) => void, work: () => Promise<T>): Promise<T> =>
  withProcessLock(join(directory(), `${name}.lock`), onWait, work)
