import { readEnd, type Cursor } from './cursor.ts'

/** Longer texts, of which images are the longest that recur, are looked at as a whole only once. */
const longestShared = 120

/** A power of two; with texts of usual length some 300 KB when full. */
const places = 4096

/** Each text at the place of its hash; a new one takes the place of the one before. */
const recent: string[] = Array.from({ length: places }, () => '')

/** FNV-1a (draft-eastlake-fnv). */
const placeOf = (bytes: Buffer, from: number, end: number): number => {
  let hash = 0x811c9dc5
  for (let at = from; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return (hash ^ (hash >>> 15)) & (places - 1)
}

/** Whether these bytes, as many as the text has units, are this text in ASCII. */
const isText = (text: string, bytes: Buffer, from: number): boolean => {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) !== bytes[from + index]) return false
  return true
}

/**
 * As readText, for what recurs: names of containers, images, nodes and kinds come by the hundred thousand. One that was
 * read lately is given again, found by its bytes, so that no text is made for it. Only ASCII is looked for: any other text
 * has fewer units than bytes, and is made.
 */
export const readShared = (cursor: Cursor): string => {
  const { bytes } = cursor
  const end = readEnd(cursor)
  const from = cursor.at
  cursor.at = end
  const length = end - from
  if (length > longestShared) return bytes.toString('utf8', from, end)
  const place = placeOf(bytes, from, end)
  const known = recent[place] ?? ''
  if (known.length === length && isText(known, bytes, from)) return known
  const text = bytes.toString('utf8', from, end)
  // Bytes that are no UTF-8 can be as many as units, but none of these is ASCII: they would never be found.
  if (text.length === length) recent[place] = text
  return text
}
