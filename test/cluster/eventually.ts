import { setTimeout as sleep } from 'node:timers/promises'

/** Thrown out of a question of `eventually`, it ends the waiting: no later answer could be another. */
export class GiveUp extends Error {}

/**
 * Asks until there is an answer (anything but undefined) and gives it. After the deadline it throws `what` and the last
 * failure, if asking failed. Errors of single tries are expected: they are what waiting is for.
 */
export const eventually = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { seconds = 60, everyMilliseconds = 50 }: { readonly seconds?: number; readonly everyMilliseconds?: number } = {},
): Promise<T> => {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    let failure = ''
    try {
      const answer = await ask()
      if (answer !== undefined) return answer
    } catch (error) {
      if (error instanceof GiveUp) throw error
      failure = error instanceof Error ? `: ${error.message}` : `: ${String(error)}`
    }
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${what}${failure}`)
    await sleep(everyMilliseconds)
  }
}
