import { setTimeout as sleep } from 'node:timers/promises'
import { isStatus } from './client.ts'

/** Keys to work on: each at most once at a time, again when it changed meanwhile, and again after an error. */
export interface Work {
  add: (key: string, afterMilliseconds?: number) => void
  /** Resolves once what is being done is done; nothing begins afterwards. */
  stop: () => Promise<void>
}

const CONCURRENCY = 8
const RETRY_MILLISECONDS = 50

export const startWork = (
  perform: (key: string) => Promise<void>,
  onError: (error: unknown, key: string) => void = () => {},
): Work => {
  const waiting = new Set<string>()
  const running = new Map<string, Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  let stopped = false

  const run = async (key: string) => {
    try {
      await perform(key)
    } catch (error) {
      if (stopped) return
      // Conflicts and races with deletions are everyday life; the key is simply seen again.
      if (!isStatus(error, 404, 409)) onError(error, key)
      await sleep(RETRY_MILLISECONDS)
      waiting.add(key)
    }
  }

  const pump = () => {
    for (const key of waiting) {
      if (stopped || running.size >= CONCURRENCY) return
      if (running.has(key)) continue
      waiting.delete(key)
      const task = run(key).finally(() => {
        running.delete(key)
        pump()
      })
      running.set(key, task)
    }
  }

  const add = (key: string, afterMilliseconds = 0) => {
    if (stopped) return
    if (afterMilliseconds === 0) {
      waiting.add(key)
      pump()
      return
    }
    const timer = setTimeout(() => {
      timers.delete(timer)
      add(key)
    }, afterMilliseconds)
    timers.add(timer)
  }

  return {
    add,
    stop: async () => {
      stopped = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
