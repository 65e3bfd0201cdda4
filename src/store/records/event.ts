import type { ObservedEvent } from '../../domain/objects/event.ts'
import type { Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { isTellingReason } from './eventReasons.ts'
import { recordReader } from './reader.ts'
import { at, interned, record, required, text, time, type RecordOf } from './schema.ts'

/** Under this name our own Events are reported, so that they are known again. */
export const ownComponent = 'pullkeeper'

/** core/v1 Event. Numbers: k8s.io/api and apimachinery generated.proto of 1.36. */
export const eventRecord = record({
  metadata: at(1, {
    name: required(text(1)),
    namespace: required(interned(3)),
    creationTimestamp: time(8),
  }),
  involvedObject: at(2, {
    kind: interned(1),
    namespace: interned(2),
    name: text(3),
    uid: text(4),
    apiVersion: interned(5),
    fieldPath: interned(7),
  }),
  reason: interned(3),
  message: text(4),
  source: at(5, { component: interned(1) }),
  lastTimestamp: time(7),
  eventTime: time(10),
  series: at(11, { lastObservedTime: time(2) }),
  reportingComponent: interned(14),
})
type EventRecord = RecordOf<typeof eventRecord>

/** An Event that bears on a failure, one that we made, or any other. */
export type SeenEvent =
  | { readonly kind: 'observed'; readonly event: ObservedEvent }
  | { readonly kind: 'own'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'ignored' }

const ignored: SeenEvent = { kind: 'ignored' }

const containerPath = /^spec\.(?:initContainers|containers|ephemeralContainers)\{([^}]+)\}$/

const containerIn = (fieldPath: string | undefined): string | undefined =>
  fieldPath === undefined ? undefined : containerPath.exec(fieldPath)?.[1]

const lastSeenOf = ({ series, lastTimestamp, eventTime, metadata }: EventRecord): number =>
  series.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0

const toSeenEvent = (event: EventRecord): SeenEvent => {
  const { metadata, involvedObject, reason, message } = event
  const { namespace, name } = metadata
  if ((event.reportingComponent ?? event.source.component) === ownComponent) return { kind: 'own', namespace, name }
  // Without a uid it cannot be told from an Event on an earlier object of the same name.
  if (reason === undefined || !isTellingReason(reason) || involvedObject.uid === undefined) return ignored
  const container = containerIn(involvedObject.fieldPath)
  return {
    kind: 'observed',
    event: {
      namespace,
      name,
      involved: {
        apiVersion: involvedObject.apiVersion ?? '',
        kind: involvedObject.kind ?? '',
        namespace: involvedObject.namespace ?? '',
        name: involvedObject.name ?? '',
        uid: involvedObject.uid,
        ...(container !== undefined && { container }),
      },
      reason,
      message: message ?? '',
      lastSeen: lastSeenOf(event),
    },
  }
}

/** Decodes Events; those that say nothing of images, sandboxes and hooks read as `ignored`. */
export const decodeEvent = (interner: Interner): Decode<SeenEvent> =>
  decoder(recordReader(eventRecord, interner), toSeenEvent)
