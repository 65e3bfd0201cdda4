import type { Clock } from '../runtime/clock.ts'
import { eventName, eventObject, namespaceOf, type CoreEvent, type EventNote } from './eventObject.ts'

export type { EventNote } from './eventObject.ts'

/** What became of an Event that was posted. */
export type PostOutcome = 'created' | 'exists' | 'refused'

/** Tells notes once each, as Events, in the words that they settle on and at a bounded rate. */
export interface EventRecorder {
  /** Never waits and never throws; what goes beyond the bounds is counted and told again when it comes up again. */
  readonly record: (note: EventNote) => void
  /** The watch shows an Event of ours (`namespace/name`): it need not be written again. */
  readonly known: (key: string) => void
  /** An Event of ours has expired: what still holds may be told again. */
  readonly forgotten: (key: string) => void
  readonly stop: () => void
}

export interface EventRecorderOptions {
  readonly post: (namespace: string, event: CoreEvent) => Promise<PostOutcome>
  readonly instance: string
  readonly clock: Clock
  /** Told of each note that was not: for its number, or because it could not be posted. */
  readonly onDropped: () => void
}

/**
 * So long a note waits for better words, milliseconds: a new policy is known before its secret is attached, and what is
 * said of a pod in between would stand in its Event for an hour.
 */
const settleMs = 1_000
/** A bad rollout of a whole cluster must not become a storm on the API server: so many at once, then so many a second. */
const burst = 100
const perSecond = 10
/** Notes that wait to settle, or for the rate; beyond it they are dropped. */
const pendingLimit = 1_000
/** Names of Events that are known to be there. */
const knownLimit = 20_000

interface Waiting {
  readonly note: EventNote
  readonly dueAt: number
}

/** Throws what is oldest out of a set that grows beyond its limit. */
const addBounded = (set: Set<string>, value: string, limit: number): void => {
  set.delete(value)
  set.add(value)
  const [oldest] = set
  if (set.size > limit && oldest !== undefined) set.delete(oldest)
}

export const createEventRecorder = ({ post, instance, clock, onDropped }: EventRecorderOptions): EventRecorder => {
  const there = new Set<string>()
  const pending = new Map<string, Waiting>()
  let tokens = burst
  let filledAt = clock.now()
  let cancel: (() => void) | undefined
  let stopped = false

  const takeToken = (): boolean => {
    const now = clock.now()
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond)
    filledAt = now
    if (tokens < 1) return false
    tokens -= 1
    return true
  }

  const send = async (key: string, note: EventNote): Promise<void> => {
    addBounded(there, key, knownLimit)
    try {
      await post(namespaceOf(note.involved), eventObject(note, instance, clock.date()))
    } catch {
      // Told again the next time that it comes up.
      there.delete(key)
      onDropped()
    }
  }

  const drainAfter = (ms: number): void => {
    cancel = clock.after(ms, drain)
  }

  const drain = (): void => {
    cancel = undefined
    for (const [key, { note, dueAt }] of pending) {
      const inMs = dueAt - clock.now()
      if (inMs > 0) return drainAfter(inMs)
      if (!there.has(key)) {
        if (!takeToken()) return drainAfter(1000 / perSecond)
        void send(key, note)
      }
      pending.delete(key)
    }
  }

  return {
    record: (note) => {
      const key = `${namespaceOf(note.involved)}/${eventName(note)}`
      if (stopped || there.has(key)) return
      const waiting = pending.get(key)
      if (waiting === undefined && pending.size >= pendingLimit) {
        onDropped()
        return
      }
      pending.set(key, { note, dueAt: waiting?.dueAt ?? clock.now() + settleMs })
      if (cancel === undefined) drainAfter(settleMs)
    },
    known: (key) => addBounded(there, key, knownLimit),
    forgotten: (key) => {
      there.delete(key)
    },
    stop: () => {
      stopped = true
      pending.clear()
      cancel?.()
    },
  }
}
