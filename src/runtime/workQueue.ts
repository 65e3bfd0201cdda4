import { type CancelTimer, type Clock, LONGEST_TIMER_MS, systemClock } from './clock.ts'
import { createDelayedKeys } from './delayedKeys.ts'
import { createFifo } from './fifo.ts'

/** What happens in a queue, for metrics (the workqueue_* family of client-go). Durations in seconds. */
export interface WorkQueueObserver {
  /** Keys that are ready and not yet taken. */
  depth(keys: number): void
  added(): void
  /** A key was taken after waiting so long. */
  started(waitedSeconds: number): void
  /** A key is done after so long. */
  finished(workedSeconds: number): void
  /** A key was put back after a failure. */
  retried(): void
}

/** What is being worked on right now, to be asked when metrics are scraped. Seconds. */
export interface WorkInProgress {
  readonly keys: number
  readonly unfinishedSeconds: number
  readonly longestRunningSeconds: number
}

/**
 * A queue of keys with the promises of client-go's workqueue (util/workqueue/queue.go, v1.36):
 * a key waits at most once, is worked on by at most one at a time, and when it is added while worked on, it comes
 * again afterwards. Keys come in the order they were added, those in a hurry before the others.
 */
export interface WorkQueue {
  add(key: string): void
  /** Adds a key that comes before all that are not in a hurry; one that waits already keeps its turn. */
  hurry(key: string): void
  /** Adds the key after `ms` milliseconds; of several such delays of one key the shortest counts. */
  addAfter(key: string, ms: number): void
  /** addAfter, counted as a retry. */
  retryAfter(key: string, ms: number): void
  /** The next key, as soon as there is one; undefined when the queue was shut down. Each must be given to `done`. */
  take(): Promise<string | undefined>
  done(key: string): void
  /** No key comes in or out any more; what waits is dropped. Resolves when no key is worked on. */
  shutDown(): Promise<void>
  inProgress(): WorkInProgress
  /** Keys ready, without those that are delayed. */
  readonly depth: number
}

export const silentQueueObserver: WorkQueueObserver = {
  depth: () => {},
  added: () => {},
  started: () => {},
  finished: () => {},
  retried: () => {},
}

export interface WorkQueueOptions {
  readonly clock?: Clock
  readonly observer?: WorkQueueObserver
}

export const createWorkQueue = ({
  clock = systemClock,
  observer = silentQueueObserver,
}: WorkQueueOptions = {}): WorkQueue => {
  const ready = createFifo<string>()
  const urgent = createFifo<string>()
  /** Keys that were added in a hurry and are not ready yet. */
  const hurried = new Set<string>()
  /** Keys with work to do: ready, or to come again when the present work on them ends. Value: added at. */
  const dirty = new Map<string, number>()
  /** Keys being worked on. Value: taken at. */
  const working = new Map<string, number>()
  const takers = createFifo<(key: string | undefined) => void>()
  const delayed = createDelayedKeys()
  const drained: (() => void)[] = []
  let closed = false
  let alarm: { readonly dueAt: number; readonly cancel: CancelTimer } | undefined

  const depth = (): number => ready.size + urgent.size

  const hand = (key: string, to: (key: string | undefined) => void): void => {
    const now = clock.now()
    const addedAt = dirty.get(key) ?? now
    dirty.delete(key)
    working.set(key, now)
    observer.depth(depth())
    observer.started((now - addedAt) / 1000)
    to(key)
  }

  const makeReady = (key: string): void => {
    const lane = hurried.delete(key) ? urgent : ready
    const taker = takers.shift()
    if (taker) return hand(key, taker)
    lane.push(key)
    observer.depth(depth())
  }

  const add = (key: string): void => {
    if (closed || dirty.has(key)) return
    observer.added()
    dirty.set(key, clock.now())
    if (!working.has(key)) makeReady(key)
  }

  const hurry = (key: string): void => {
    if (closed || dirty.has(key)) return
    hurried.add(key)
    add(key)
  }

  const ring = (): void => {
    alarm = undefined
    for (const key of delayed.takeDue(clock.now())) add(key)
    setAlarm()
  }

  // One timer for the earliest delayed key, however many wait.
  const setAlarm = (): void => {
    const dueAt = delayed.nextDueAt()
    if (dueAt === undefined || (alarm && alarm.dueAt <= dueAt)) return
    alarm?.cancel()
    // Timers count whole milliseconds and round down; a key is due only when its time has passed.
    const ms = Math.min(Math.ceil(dueAt - clock.now()), LONGEST_TIMER_MS)
    alarm = { dueAt, cancel: clock.after(ms, ring) }
  }

  const addAfter = (key: string, ms: number): void => {
    if (closed) return
    if (!(ms > 0)) return add(key)
    delayed.put(key, clock.now() + ms)
    setAlarm()
  }

  return {
    add,
    hurry,
    addAfter,
    retryAfter: (key, ms) => {
      observer.retried()
      addAfter(key, ms)
    },
    take: () =>
      new Promise((resolve) => {
        if (closed) return resolve(undefined)
        const key = urgent.shift() ?? ready.shift()
        if (key === undefined) return takers.push(resolve)
        hand(key, resolve)
      }),
    done: (key) => {
      const takenAt = working.get(key)
      if (takenAt === undefined) return
      working.delete(key)
      observer.finished((clock.now() - takenAt) / 1000)
      if (!closed && dirty.has(key)) makeReady(key)
      if (closed && working.size === 0) for (const tell of drained.splice(0)) tell()
    },
    shutDown: () => {
      closed = true
      alarm?.cancel()
      alarm = undefined
      delayed.clear()
      ready.clear()
      urgent.clear()
      hurried.clear()
      dirty.clear()
      observer.depth(0)
      for (let taker = takers.shift(); taker; taker = takers.shift()) taker(undefined)
      return working.size === 0 ? Promise.resolve() : new Promise((resolve) => drained.push(resolve))
    },
    inProgress: () => {
      const now = clock.now()
      let unfinished = 0
      let longest = 0
      for (const takenAt of working.values()) {
        unfinished += now - takenAt
        longest = Math.max(longest, now - takenAt)
      }
      return { keys: working.size, unfinishedSeconds: unfinished / 1000, longestRunningSeconds: longest / 1000 }
    },
    get depth() {
      return depth()
    },
  }
}
