import { Subject, type Observable } from 'rxjs'
import type { ObservedEvent } from '../domain/objects/event.ts'
import { createOldest } from './oldest.ts'

/** The Events that bear on a failure, found by the object that they are about; keys are `namespace/name`. */
export interface EventLog {
  /** Newest last. */
  readonly about: (uid: string) => readonly ObservedEvent[]
  /** Objects about which there is an Event of this reason. */
  readonly uidsOf: (reason: string) => ReadonlySet<string>
  readonly changes: Observable<ObservedEvent>
  readonly get: (key: string) => ObservedEvent | undefined
  readonly keys: () => Iterable<string>
  readonly upsert: (key: string, event: ObservedEvent) => void
  readonly remove: (key: string) => void
}

/** A storm of Events must not grow the process: the oldest are dropped, for a failure that lasts is told again. */
export const eventLimit = 20_000

const none: readonly ObservedEvent[] = []

const byTime = (a: ObservedEvent, b: ObservedEvent): number =>
  a.lastSeen - b.lastSeen || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

export const createEventLog = (limit = eventLimit): EventLog => {
  const events = new Map<string, ObservedEvent>()
  const byUid = new Map<string, Map<string, ObservedEvent>>()
  const changes = new Subject<ObservedEvent>()
  const oldest = createOldest(events)

  const forget = (key: string): ObservedEvent | undefined => {
    const event = events.get(key)
    if (event === undefined) return undefined
    events.delete(key)
    const siblings = byUid.get(event.involved.uid)
    siblings?.delete(key)
    if (siblings?.size === 0) byUid.delete(event.involved.uid)
    return event
  }

  return {
    about: (uid) => {
      const siblings = byUid.get(uid)
      return siblings === undefined ? none : [...siblings.values()].sort(byTime)
    },
    uidsOf: (reason) =>
      new Set([...events.values()].filter((event) => event.reason === reason).map(({ involved }) => involved.uid)),
    changes,
    get: (key) => events.get(key),
    keys: () => events.keys(),
    upsert: (key, event) => {
      forget(key)
      events.set(key, event)
      const { uid } = event.involved
      byUid.set(uid, (byUid.get(uid) ?? new Map<string, ObservedEvent>()).set(key, event))
      if (events.size > limit) forget(oldest() ?? '')
      changes.next(event)
    },
    remove: (key) => {
      const event = forget(key)
      if (event !== undefined) changes.next(event)
    },
  }
}
