import type { Clock } from './clock.ts'

/** What all loops together do in one go before timers and sockets have their turn, milliseconds. */
const turnMs = 5

/**
 * Lets a loop take a breath: gives a promise of the event loop's next turn when the present one has lasted long enough,
 * undefined when there is still time. Promises alone never give way to timers and sockets.
 */
export type Breath = () => Promise<void> | undefined

const createBreath = (clock: Pick<Clock, 'now'>): Breath => {
  let turnBegan = clock.now()
  let resting: Promise<void> | undefined
  return () => {
    if (resting !== undefined) return resting
    if (clock.now() - turnBegan < turnMs) return undefined
    resting = new Promise((resolve) => {
      setImmediate(() => {
        turnBegan = clock.now()
        resting = undefined
        resolve()
      })
    })
    return resting
  }
}

const breaths = new WeakMap<object, Breath>()

/** The breath of all loops on a clock: there is one event loop, and sixteen that each took their time would hold it up. */
export const breathOn = (clock: Pick<Clock, 'now'>): Breath => {
  const known = breaths.get(clock)
  if (known !== undefined) return known
  const breath = createBreath(clock)
  breaths.set(clock, breath)
  return breath
}
