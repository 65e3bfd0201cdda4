import type { Clock } from '../../../src/runtime/clock.ts'

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on, firing what comes due on the way, in order; promises settle between. */
  advance(ms: number): Promise<void>
  /** Timers that wait. */
  readonly timers: number
}

/** Lets everything that can go on go on, sockets excepted. */
export const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

export const createManualClock = (): ManualClock => {
  let now = 0
  let timers: { readonly dueAt: number; readonly run: () => void }[] = []
  return {
    now: () => now,
    date: () => new Date(Date.UTC(2026, 0, 1) + now),
    after: (ms, run) => {
      const timer = { dueAt: now + Math.max(ms, 0), run }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
    advance: async (ms) => {
      const until = now + ms
      for (;;) {
        await settle()
        const [first] = timers.filter(({ dueAt }) => dueAt <= until).toSorted((a, b) => a.dueAt - b.dueAt)
        if (!first) break
        timers = timers.filter((each) => each !== first)
        now = Math.max(now, first.dueAt)
        first.run()
      }
      now = until
      await settle()
    },
    get timers() {
      return timers.length
    },
  }
}
