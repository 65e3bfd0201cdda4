import {
  cursorOf,
  eachField,
  readBytes,
  readEnd,
  readTag,
  readText,
  skip,
  within,
  type Cursor,
} from '../wire/cursor.ts'
import { openEnvelope, openEnvelopeAt } from '../wire/envelope.ts'
import { isAnnotated, versionOfMessage } from '../wire/objectMeta.ts'
import { readShared } from '../wire/sharedText.ts'
import { failureOfStatus } from './apiError.ts'
import type { ListPage, StreamCodec, WatchFrame } from './codec.ts'
import { createFrameDecoder } from './frameDecoder.ts'
import { INITIAL_EVENTS_END } from './jsonCodec.ts'
import { readStatus } from './protobufStatus.ts'

const orAbsent = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

/** metav1.WatchEvent: type 1, object 2; the object is a runtime.RawExtension, whose only field 1 are the bytes. */
const watchEventTags = { type: 10, object: 18 } as const
const rawTag = 10

/**
 * One cursor goes through the event, its object and the envelope of that, and only the message at the heart is made a
 * Buffer: this is done for every change of every object.
 */
const decodeFrame = (frame: Buffer): WatchFrame => {
  const cursor = cursorOf(frame)
  let type = ''
  let [rawAt, rawEnd] = [0, 0]
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor)
    if (tag === watchEventTags.type) type = readShared(cursor)
    else if (tag === watchEventTags.object) {
      const objectEnd = readEnd(cursor)
      cursor.end = objectEnd
      while (cursor.at < objectEnd) {
        const inner = readTag(cursor)
        if (inner === rawTag) {
          rawEnd = readEnd(cursor)
          rawAt = cursor.at
          cursor.at = rawEnd
        } else skip(cursor, inner & 7)
      }
      cursor.end = frame.length
    } else skip(cursor, tag & 7)
  }
  cursor.at = rawAt
  cursor.end = rawEnd
  return toFrame(type, cursor)
}

/** @param raw before the envelope of the event's object */
const toFrame = (type: string, raw: Cursor): WatchFrame => {
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED': {
      const object = openEnvelopeAt(raw)
      return { type, object, resourceVersion: versionOfMessage(object) }
    }
    case 'BOOKMARK': {
      const object = openEnvelopeAt(raw)
      return {
        type,
        resourceVersion: versionOfMessage(object),
        endsInitialList: isAnnotated(object, INITIAL_EVENTS_END, 'true'),
      }
    }
    case 'ERROR':
      return { type, failure: failureOfStatus(readStatus(openEnvelopeAt(raw))) }
    default:
      throw new TypeError('the frame is no watch event')
  }
}

/** Every list: ListMeta 1, items 2. ListMeta: resourceVersion 2, continue 3. */
const listTags = { metadata: 10, items: 18 } as const
const listMetaTags = { resourceVersion: 18, next: 26 } as const

const decodeList = (body: Buffer): ListPage => {
  const cursor = cursorOf(openEnvelope(body))
  const items: Buffer[] = []
  let [resourceVersion, next] = ['', '']
  const inMetadata = (tag: number): boolean => {
    if (tag === listMetaTags.resourceVersion) resourceVersion = readText(cursor)
    else if (tag === listMetaTags.next) next = readText(cursor)
    else return false
    return true
  }
  eachField(cursor, (tag) => {
    if (tag === listTags.items) items.push(readBytes(cursor))
    else if (tag === listTags.metadata) within(cursor, () => eachField(cursor, inMetadata))
    else return false
    return true
  })
  return { items, resourceVersion: orAbsent(resourceVersion), next: orAbsent(next) }
}

/**
 * Kubernetes' protobuf: what passes as an object is the Buffer of its message, out of its envelope, without a copy.
 * Bytes that are no frame are MalformedBytes.
 */
export const protobufCodec: StreamCodec = {
  mediaType: 'application/vnd.kubernetes.protobuf',
  splitter: () => createFrameDecoder(),
  decodeFrame,
  decodeList,
}
