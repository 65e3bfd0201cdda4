import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './isAlive.ts'

const take = (path: string): boolean => {
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    // Unlike open and write, a link appears together with its content.
    linkSync(mine, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

const holderOf = (path: string): number | undefined => {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Runs `work` while no other process does with the same path. The lock of a dead process is no lock. Should two get in
 * (both found the same dead one), both do the work: it must only be wasteful to do twice, never wrong.
 */
export const withProcessLock = async <T>(
  path: string,
  onWait: (holder: number) => void,
  work: () => Promise<T>,
): Promise<T> => {
  let announced = false
  while (!take(path)) {
    const holder = holderOf(path)
    if (holder === undefined) continue
    if (!isAlive(holder)) {
      rmSync(path, { force: true })
      continue
    }
    if (!announced) onWait(holder)
    announced = true
    await sleep(500)
  }
  try {
    return await work()
  } finally {
    if (holderOf(path) === process.pid) rmSync(path, { force: true })
  }
}
