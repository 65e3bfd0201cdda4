import { objectBytes } from '../bytes.ts'
import type { JsonObject } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { apiVersionOf, type Resource } from '../resources/resource.ts'
import type { ApiError } from '../status.ts'
import type { Change } from '../storage/changeLog.ts'
import { tableOf } from '../table/table.ts'
import type { Representation } from './negotiate.ts'

type FrameType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'

const open: Readonly<Record<FrameType, Buffer>> = {
  ADDED: Buffer.from('{"type":"ADDED","object":'),
  MODIFIED: Buffer.from('{"type":"MODIFIED","object":'),
  DELETED: Buffer.from('{"type":"DELETED","object":'),
  BOOKMARK: Buffer.from('{"type":"BOOKMARK","object":'),
}
const CLOSE = Buffer.from('}\n')

/** Makes the frames of one watch, in the representation that it asked for. */
export interface Frames {
  event: (type: FrameType, object: KubeObject) => readonly Buffer[]
  bookmark: (revision: number, endOfInitialEvents: boolean) => readonly Buffer[]
}

const bookmarkObject = (resource: Resource, revision: number, end: boolean): KubeObject => ({
  kind: resource.kind,
  apiVersion: apiVersionOf(resource),
  metadata: {
    name: '',
    resourceVersion: String(revision),
    ...(end && { annotations: { 'k8s.io/initial-events-end': 'true' } }),
  },
})

export const framesOf = (resource: Resource, representation: Representation, now: () => number): Frames => {
  let first = true
  const table = (objects: readonly KubeObject[], metadata: JsonObject): Buffer => {
    const include = representation.as === 'table' ? representation.include : 'Metadata'
    const frame = tableOf(resource.columns, objects, { include, now: now(), metadata, withColumns: first })
    first = false
    return Buffer.from(JSON.stringify(frame))
  }
  const shown = (object: KubeObject): Buffer =>
    representation.as === 'object'
      ? objectBytes(object)
      : table([object], { resourceVersion: object.metadata.resourceVersion })

  return {
    event: (type, object) => [open[type], shown(object), CLOSE],
    bookmark: (revision, end) => {
      const object = bookmarkObject(resource, revision, end)
      const { name: _none, ...metadata } = object.metadata
      const plain = Buffer.from(JSON.stringify({ ...object, metadata }))
      return [open.BOOKMARK, representation.as === 'object' ? plain : table([], metadata), CLOSE]
    },
  }
}

export const errorFrame = ({ body }: ApiError): Buffer =>
  Buffer.from(`${JSON.stringify({ type: 'ERROR', object: body })}\n`)

/**
 * What a change is to one watch: an object that leaves its selection is DELETED there (its last selected state, with
 * the revision of the change), one that enters is ADDED (cacher.go, convertToWatchEvent, v1.36).
 */
export const seenThrough = (
  change: Change,
  matches: (object: KubeObject) => boolean,
): { readonly type: FrameType; readonly object: KubeObject } | undefined => {
  const { previous, object, revision } = change
  const before = previous !== undefined && matches(previous)
  if (change.type === 'DELETED') return before || matches(object) ? { type: 'DELETED', object } : undefined
  const now = matches(object)
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', object }
  if (!before) return undefined
  return {
    type: 'DELETED',
    object: { ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } },
  }
}
