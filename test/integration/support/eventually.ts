import { setTimeout as sleep } from 'node:timers/promises'

/** Long, because it is there to end a test that hangs and not to measure. */
const DEADLINE_MILLISECONDS = 60_000
const PAUSE_MILLISECONDS = 40

/**
 * Repeats a look at the cluster, with its expectations, until they hold, and gives what it returned. When they never do
 * the error is that of the last look: what was expected beside the last state seen.
 *
 * @param what reads after "waited for"
 * @throws Error after a minute
 */
export const eventually = async <T>(
  what: string,
  look: () => Promise<T> | T,
  deadlineMilliseconds = DEADLINE_MILLISECONDS,
): Promise<T> => {
  const end = performance.now() + deadlineMilliseconds
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if (performance.now() > end) {
        const last = error instanceof Error ? error.message : String(error)
        throw new Error(`waited ${deadlineMilliseconds / 1000} s for: ${what}\n${last}`, { cause: error })
      }
    }
    await sleep(PAUSE_MILLISECONDS)
  }
}
