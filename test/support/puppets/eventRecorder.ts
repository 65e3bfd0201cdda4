import { randomBytes } from 'node:crypto'
import { type JsonObject, objectAt, textAt } from '../apiserver/json.ts'
import { isStatus, type PuppetClient } from './client.ts'
import { nameOf, namespaceOf, timestamp, uidOf } from './objects.ts'

export interface RecordedEvent {
  readonly about: JsonObject
  /** `spec.containers{name}`, where it is about a container. */
  readonly fieldPath?: string
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

export type Recorder = (event: RecordedEvent) => Promise<void>

/** Writes core/v1 events as client-go's recorder does: one object per text, with a count (tools/record, v1.36). */
export const eventRecorder = (client: PuppetClient, component: string, host = ''): Recorder => {
  const written = new Map<string, { readonly path: string; count: number }>()

  return async ({ about, fieldPath, type, reason, message }) => {
    const namespace = namespaceOf(about) || 'default'
    const id = [uidOf(about), fieldPath, type, reason, message].join('\n')
    const now = timestamp()
    const known = written.get(id)
    if (known) {
      known.count += 1
      try {
        await client.patch(known.path, { count: known.count, lastTimestamp: now })
        return
      } catch (error) {
        if (!isStatus(error, 404)) throw error
      }
    }
    const name = `${nameOf(about)}.${randomBytes(8).toString('hex')}`
    const base = `/api/v1/namespaces/${namespace}/events`
    try {
      await client.create(base, {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name, namespace },
        involvedObject: {
          kind: textAt(about, 'kind'),
          apiVersion: textAt(about, 'apiVersion'),
          namespace: namespaceOf(about),
          name: nameOf(about),
          uid: uidOf(about),
          resourceVersion: textAt(objectAt(about, 'metadata'), 'resourceVersion'),
          ...(fieldPath !== undefined && { fieldPath }),
        },
        reason,
        message,
        type,
        source: { component, ...(host && { host }) },
        reportingComponent: component,
        reportingInstance: host,
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      })
      written.set(id, { path: `${base}/${name}`, count: 1 })
    } catch (error) {
      // Nothing can be recorded in a namespace that is gone or going.
      if (!isStatus(error, 403, 404)) throw error
    }
  }
}
