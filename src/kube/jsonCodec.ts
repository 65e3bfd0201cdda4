import { failureOfStatus } from './apiError.ts'
import type { ListPage, StreamCodec, WatchFrame } from './codec.ts'
import { createLineDecoder } from './lineDecoder.ts'

/** Annotation of the bookmark that ends the initial list of a watch-list (KEP-3157). */
export const INITIAL_EVENTS_END = 'k8s.io/initial-events-end'

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const stringOf = (value: unknown, name: string): string | undefined => {
  const found = fieldOf(value, name)
  return typeof found === 'string' && found !== '' ? found : undefined
}

const toFrame = (event: unknown): WatchFrame => {
  const type = fieldOf(event, 'type')
  const object = fieldOf(event, 'object')
  const metadata = fieldOf(object, 'metadata')
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object, resourceVersion: stringOf(metadata, 'resourceVersion') }
    case 'BOOKMARK':
      return {
        type,
        resourceVersion: stringOf(metadata, 'resourceVersion'),
        endsInitialList: fieldOf(fieldOf(metadata, 'annotations'), INITIAL_EVENTS_END) === 'true',
      }
    case 'ERROR':
      return { type, failure: failureOfStatus(object) }
    default:
      throw new TypeError('the frame is no watch event')
  }
}

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // JSON.parse quotes what it could not read, which may be a Secret.
    throw new TypeError(`${bytes.length} bytes are not JSON`)
  }
}

const decodeList = (body: Buffer): ListPage => {
  const list = parse(body)
  const items = fieldOf(list, 'items')
  const metadata = fieldOf(list, 'metadata')
  // A list in Go that holds nothing may be written as null.
  if (!Array.isArray(items) && items !== null) throw new TypeError('the answer is no list')
  return {
    items: items ?? [],
    resourceVersion: stringOf(metadata, 'resourceVersion'),
    next: stringOf(metadata, 'continue'),
  }
}

/** JSON: one watch event per line. */
export const jsonCodec: StreamCodec = {
  mediaType: 'application/json',
  splitter: () => createLineDecoder(),
  decodeFrame: (frame) => toFrame(parse(frame)),
  decodeList,
}
