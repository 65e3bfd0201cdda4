import { cursorOf, eachField, readBytes, readText, within } from '../wire/cursor.ts'
import { openEnvelope } from '../wire/envelope.ts'
import { isAnnotated, metaOfMessage } from '../wire/objectMeta.ts'
import { failureOfStatus } from './apiError.ts'
import type { ListPage, StreamCodec, WatchFrame } from './codec.ts'
import { createFrameDecoder } from './frameDecoder.ts'
import { INITIAL_EVENTS_END } from './jsonCodec.ts'
import { readStatus } from './protobufStatus.ts'

const orAbsent = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

/** metav1.WatchEvent: type 1, object 2; the object is a runtime.RawExtension, whose only field 1 are the bytes. */
const watchEventTags = { type: 10, object: 18 } as const
const rawTag = 10

const noBytes = Buffer.alloc(0)

const decodeFrame = (frame: Buffer): WatchFrame => {
  const cursor = cursorOf(frame)
  let type = ''
  let raw: Buffer = noBytes
  const inObject = (tag: number): boolean => {
    if (tag !== rawTag) return false
    raw = readBytes(cursor)
    return true
  }
  eachField(cursor, (tag) => {
    if (tag === watchEventTags.type) type = readText(cursor)
    else if (tag === watchEventTags.object) within(cursor, () => eachField(cursor, inObject))
    else return false
    return true
  })
  return toFrame(type, raw)
}

const toFrame = (type: string, raw: Buffer): WatchFrame => {
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED': {
      const object = openEnvelope(raw)
      return { type, object, resourceVersion: orAbsent(metaOfMessage(object)?.resourceVersion) }
    }
    case 'BOOKMARK': {
      const object = openEnvelope(raw)
      return {
        type,
        resourceVersion: orAbsent(metaOfMessage(object)?.resourceVersion),
        endsInitialList: isAnnotated(object, INITIAL_EVENTS_END, 'true'),
      }
    }
    case 'ERROR':
      return { type, failure: failureOfStatus(readStatus(openEnvelope(raw))) }
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
