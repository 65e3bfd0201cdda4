import { cursorOf, readEnd, readTag, readText, skip, type Cursor } from './cursor.ts'
import { MalformedBytes } from './malformed.ts'

/** What can be told of an object of any kind. */
export interface WireMeta {
  readonly name: string
  readonly namespace: string
  readonly resourceVersion: string
}

/** Every kind has its ObjectMeta (or ListMeta) as field 1. */
const metadataTag = 10

const tags = { name: 10, namespace: 26, resourceVersion: 50, annotations: 98 } as const

/** The place of an object's metadata; undefined when it has none. Throws MalformedBytes. */
const findMetadata = (object: Buffer): Cursor | undefined => {
  const cursor = cursorOf(object)
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor)
    if (tag === metadataTag) {
      cursor.end = readEnd(cursor)
      return cursor
    }
    skip(cursor, tag & 7)
  }
  return undefined
}

const readMeta = (cursor: Cursor): WireMeta => {
  const meta = { name: '', namespace: '', resourceVersion: '' }
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor)
    switch (tag) {
      case tags.name:
        meta.name = readText(cursor)
        break
      case tags.namespace:
        meta.namespace = readText(cursor)
        break
      case tags.resourceVersion:
        meta.resourceVersion = readText(cursor)
        // Fields come in the order of their numbers; what follows is long.
        return meta
      default:
        skip(cursor, tag & 7)
    }
  }
  return meta
}

/** Reads no more than it needs, so that an object that is damaged further on is still known by its name. */
export const metaOfMessage = (object: Buffer): WireMeta | undefined => {
  try {
    const cursor = findMetadata(object)
    return cursor && readMeta(cursor)
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined
    throw error
  }
}

/** The resourceVersion alone: it is read of every frame, and a name made for nothing would be garbage. */
export const versionOfMessage = (object: Buffer): string | undefined => {
  try {
    const cursor = findMetadata(object)
    if (cursor === undefined) return undefined
    while (cursor.at < cursor.end) {
      const tag = readTag(cursor)
      if (tag === tags.resourceVersion) return readText(cursor) || undefined
      skip(cursor, tag & 7)
    }
    return undefined
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined
    throw error
  }
}

const hasEntry = (cursor: Cursor, key: string, value: string): boolean => {
  const found = { key: '', value: '' }
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor)
    if (tag === 10) found.key = readText(cursor)
    else if (tag === 18) found.value = readText(cursor)
    else skip(cursor, tag & 7)
  }
  return found.key === key && found.value === value
}

/** Whether an object's annotations have this entry. Throws MalformedBytes. */
export const isAnnotated = (object: Buffer, key: string, value: string): boolean => {
  const cursor = findMetadata(object)
  if (cursor === undefined) return false
  const { end } = cursor
  while (cursor.at < end) {
    const tag = readTag(cursor)
    if (tag !== tags.annotations) {
      skip(cursor, tag & 7)
      continue
    }
    cursor.end = readEnd(cursor)
    if (hasEntry(cursor, key, value)) return true
    cursor.end = end
  }
  return false
}
