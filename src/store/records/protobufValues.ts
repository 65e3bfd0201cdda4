import { Buffer } from 'node:buffer'
import {
  readBytes,
  readEnd,
  readSigned,
  readTag,
  readText,
  skip,
  wireTypes,
  within,
  type Cursor,
} from '../../wire/cursor.ts'
import { readShared } from '../../wire/sharedText.ts'
import type { Interner } from '../intern.ts'
import { expected, type Problem } from './problem.ts'

/** Reads a value, its tag already read; `before` is what the field holds so far. Throws UnreadableField. */
export type ReadValue = (cursor: Cursor, before: unknown) => unknown

/** Thrown within a reader only: why an object cannot be read, and where. */
export class UnreadableField extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.text)
    this.problem = problem
  }
}

export const textValue: ReadValue = (cursor) => readShared(cursor) || undefined

export const internedValue =
  ({ text }: Interner): ReadValue =>
  (cursor) => {
    const value = readShared(cursor)
    return value === '' ? undefined : text(value)
  }

export const wordValue = (words: readonly string[]): ReadValue => {
  const known = new Set(words)
  return (cursor) => {
    const word = readShared(cursor)
    if (word === '') return undefined
    if (!known.has(word)) throw new UnreadableField(expected(`one of ${words.join(', ')}`))
    return word
  }
}

export const boolValue: ReadValue = (cursor) => readSigned(cursor) !== 0

export const intValue: ReadValue = (cursor) => {
  const value = readSigned(cursor)
  if (!Number.isSafeInteger(value)) throw new UnreadableField(expected('a whole number'))
  return value
}

/** JavaScript's Date reaches so many seconds to both sides of 1970; JSON's times are read by it. */
const furthestSecond = 8_640_000_000_000

const readSeconds = (cursor: Cursor): number | undefined => {
  let seconds: number | undefined
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor)
    if (tag === 8) seconds = readSigned(cursor)
    else skip(cursor, tag & 7)
  }
  if (seconds !== undefined && Math.abs(seconds) > furthestSecond) {
    throw new UnreadableField(expected('a time (RFC 3339)'))
  }
  return seconds
}

/** metav1.Time, whose zero is a message without fields (apimachinery/pkg/apis/meta/v1/time_proto.go, v1.36). */
export const timeValue: ReadValue = (cursor) => within(cursor, readSeconds)

export const presentValue: ReadValue = (cursor) => {
  skip(cursor, wireTypes.bytes)
  return true
}

const keyTag = 10
const valueTag = 18

/** One entry of a `map<string, string>`, added to those before. */
export const stringMapValue =
  (interner: Interner, none: object): ReadValue =>
  (cursor, before) => {
    let key = ''
    let value = ''
    within(cursor, () => {
      while (cursor.at < cursor.end) {
        const tag = readTag(cursor)
        if (tag === keyTag) key = readShared(cursor)
        else if (tag === valueTag) value = readShared(cursor)
        else skip(cursor, tag & 7)
      }
    })
    const map: object = before === none ? {} : Object(before)
    Reflect.set(map, interner.text(key), interner.text(value))
    return map
  }

interface Wanted {
  readonly name: string
  readonly key: Buffer
}

const isKey = ({ bytes }: Cursor, from: number, to: number, { key }: Wanted): boolean =>
  to - from === key.length && key.compare(bytes, from, to) === 0

const wantedAt = (cursor: Cursor, end: number, wanted: readonly Wanted[]): Wanted | undefined => {
  for (const one of wanted) if (isKey(cursor, cursor.at, end, one)) return one
  return undefined
}

const readAt = (cursor: Cursor, at: number, read: (cursor: Cursor) => unknown): unknown => {
  const back = cursor.at
  cursor.at = at
  const value = read(cursor)
  cursor.at = back
  return value
}

/**
 * One entry of a map of which a few are kept: text or bytes. Others are passed over without a look at their value,
 * which may be long (an annotation).
 */
export const entriesValue = (keys: Readonly<Record<string, string>>, of: 'text' | 'bytes', none: object): ReadValue => {
  const wanted = Object.entries(keys).map(([name, key]): Wanted => ({ name, key: Buffer.from(key) }))
  const read: (cursor: Cursor) => unknown = of === 'text' ? (cursor) => readText(cursor) || undefined : readBytes
  const absent = of === 'text' ? undefined : Buffer.alloc(0)

  // No closure for each entry: objects have many, and nearly all are passed over.
  return (cursor, before) => {
    const outer = cursor.end
    cursor.end = readEnd(cursor)
    let found: Wanted | undefined
    let valueAt: number | undefined
    while (cursor.at < cursor.end) {
      const tag = readTag(cursor)
      if (tag === keyTag) {
        const end = readEnd(cursor)
        found = wantedAt(cursor, end, wanted)
        cursor.at = end
        continue
      }
      if (tag === valueTag) valueAt = cursor.at
      skip(cursor, tag & 7)
    }
    const value = found === undefined || valueAt === undefined ? absent : readAt(cursor, valueAt, read)
    cursor.end = outer
    if (found === undefined) return before
    const kept: object = before === none ? { ...none } : Object(before)
    Reflect.set(kept, found.name, value)
    return kept
  }
}
