import { createHash } from 'node:crypto'
import { redact } from '../domain/redact.ts'

/** What an Event is about; cluster-scoped objects have no namespace. */
export interface Involved {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly uid: string
}

export interface EventNote {
  readonly involved: Involved
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** What the operator was doing, such as `Diagnose`. */
  readonly action: string
  /** Equal for what is to be told once only. */
  readonly key: string
}

/** k8s.io/api/core/v1 Event, as we write it. */
export interface CoreEvent {
  readonly apiVersion: 'v1'
  readonly kind: 'Event'
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly involvedObject: Involved
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly action: string
  readonly count: 1
  /** RFC 3339, whole seconds. */
  readonly firstTimestamp: string
  readonly lastTimestamp: string
  readonly reportingComponent: string
  readonly reportingInstance: string
  readonly source: { readonly component: string }
}

/** A DNS subdomain; a message, which redact cuts below the 1024 of events.k8s.io (pkg/apis/core/validation/events.go, v1.36). */
const maxNameLength = 253
const hashLength = 16

/** Events of cluster-scoped objects live in `default`, as client-go's recorder has it (tools/record/event.go, v1.36). */
export const namespaceOf = ({ namespace }: Involved): string => namespace ?? 'default'

/**
 * A name that is the same for the same note in any process, so that a second create is answered AlreadyExists: nothing
 * is told twice, and nothing has to be remembered.
 */
export const eventName = ({ involved, key }: EventNote): string => {
  const hash = createHash('sha256').update(`${involved.uid}\n${key}`).digest('hex').slice(0, hashLength)
  return `${involved.name.slice(0, maxNameLength - hashLength - 1).replace(/[.-]+$/, '')}.${hash}`
}

/**
 * The core/v1 Event of a note. Whoever may read Events of a namespace reads it: credentials are taken out, whatever the
 * note holds.
 */
export const eventObject = (note: EventNote, instance: string, at: Date): CoreEvent => {
  const { involved, type, reason, message, action } = note
  const namespace = namespaceOf(involved)
  const seconds = at.toISOString().replace(/\.\d+Z$/, 'Z')
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName(note), namespace },
    involvedObject: { ...involved },
    type,
    reason,
    message: redact(message),
    action,
    count: 1,
    firstTimestamp: seconds,
    lastTimestamp: seconds,
    reportingComponent: 'pullkeeper',
    reportingInstance: instance,
    source: { component: 'pullkeeper' },
  }
}
