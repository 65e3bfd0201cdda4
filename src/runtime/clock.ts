/** Ends a timer; harmless when it has already fired. */
export type CancelTimer = () => void

/** Time as an input, so that whatever waits can be tested without waiting. */
export interface Clock {
  /** Monotonic milliseconds, for durations and deadlines; not a date. */
  now(): number
  /** The date to write into objects. */
  date(): Date
  /** Calls `run` once after `ms` milliseconds. */
  after(ms: number, run: () => void): CancelTimer
}

/** setTimeout fires at once for more than this; a longer wait is cut to it and armed again by whoever still waits. */
export const LONGEST_TIMER_MS = 2_147_483_647

/** The machine's clock. Its timers keep the process alive, as open sockets do. */
export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}

/**
 * Waits `ms` milliseconds; ends early, without throwing, when the signal is aborted.
 */
export const sleep = (clock: Clock, ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const end = () => {
      cancel()
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.after(ms, end)
    signal?.addEventListener('abort', end, { once: true })
  })
