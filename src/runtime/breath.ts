import type { Clock } from './clock.ts'

/**
 * Work in one go before timers and sockets have their turn, milliseconds. Several loops may each take so long before
 * all have had a breath: together they stay far below what a health probe or the Lease would notice.
 */
const turnMs = 5

/**
 * Lets a loop take a breath: gives a promise of the event loop's next turn when the present one lasts long enough,
 * undefined when there is still time. Promises alone never give way to timers and sockets.
 */
export const createBreath = (clock: Pick<Clock, 'now'>): (() => Promise<void> | undefined) => {
  let turnBegan = clock.now()
  return () => {
    if (clock.now() - turnBegan < turnMs) return undefined
    return new Promise((resolve) => {
      setImmediate(() => {
        turnBegan = clock.now()
        resolve()
      })
    })
  }
}
