import { MalformedBytes } from './malformed.ts'

/**
 * A place in bytes, and the end of the message that is being read there. Functions move it; nothing is copied. One
 * cursor serves a whole object, so that reading allocates nothing but what is kept.
 */
export interface Cursor {
  bytes: Buffer
  at: number
  end: number
}

export const cursorOf = (bytes: Buffer): Cursor => ({ bytes, at: 0, end: bytes.length })

/** How a value stands on the wire (protobuf.dev/programming-guides/encoding). Groups, 3 and 4, are refused. */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/** Ten groups of seven bits hold 64. */
const longestVarint = 10

const truncated = (): MalformedBytes => new MalformedBytes('the message ends within a field')

/**
 * A varint as an unsigned number, exact up to 2^53 and rounded above: what is read so (tags, lengths) is refused long
 * before. Throws on one that does not end.
 */
export const readUnsigned = (cursor: Cursor): number => {
  const { bytes, end } = cursor
  let at = cursor.at
  let value = 0
  let factor = 1
  for (let read = 0; read < longestVarint; read++) {
    if (at >= end) throw truncated()
    const byte = bytes[at++] ?? 0
    value += (byte & 0x7f) * factor
    if (byte < 0x80) {
      cursor.at = at
      return value
    }
    factor *= 128
  }
  throw new MalformedBytes('a varint does not end')
}

const twoTo32 = 2 ** 32

/** A varint as Go writes int32 and int64: two's complement in 64 bits. Exact within safe integers. */
export const readSigned = (cursor: Cursor): number => {
  const { bytes, end } = cursor
  let at = cursor.at
  let low = 0
  let high = 0
  for (let shift = 0; shift < longestVarint * 7; shift += 7) {
    if (at >= end) throw truncated()
    const byte = bytes[at++] ?? 0
    const bits = byte & 0x7f
    if (shift < 28) low |= bits << shift
    else if (shift === 28) {
      low |= bits << 28
      high |= bits >>> 4
    } else high |= bits << (shift - 32)
    if (byte < 0x80) {
      cursor.at = at
      return high * twoTo32 + (low >>> 0)
    }
  }
  throw new MalformedBytes('a varint does not end')
}

/** The number of the next field times 8, plus its wire type. */
export const readTag = (cursor: Cursor): number => {
  const first = cursor.bytes[cursor.at] ?? 0
  // Numbers up to 15, which is most fields, are one byte.
  if (first < 0x80 && first >= 8) {
    cursor.at++
    return first
  }
  const tag = readUnsigned(cursor)
  if (tag < 8 || tag > 0xffff_ffff) throw new MalformedBytes('a field has a number that none can have')
  return tag
}

/** The end of a value of known length that begins after its length. Throws when that is beyond the message. */
export const readEnd = (cursor: Cursor): number => {
  const length = readUnsigned(cursor)
  if (length > cursor.end - cursor.at) throw truncated()
  return cursor.at + length
}

/** Passes over a value, whatever its field is. */
export const skip = (cursor: Cursor, wireType: number): void => {
  switch (wireType) {
    case wireTypes.varint:
      readUnsigned(cursor)
      return
    case wireTypes.fixed64:
      return advance(cursor, 8)
    case wireTypes.bytes:
      cursor.at = readEnd(cursor)
      return
    case wireTypes.fixed32:
      return advance(cursor, 4)
    default:
      throw new MalformedBytes(`a field has wire type ${wireType}, which Kubernetes does not use`)
  }
}

const advance = (cursor: Cursor, bytes: number): void => {
  if (bytes > cursor.end - cursor.at) throw truncated()
  cursor.at += bytes
}

/** Reads a message within the one that the cursor is in, up to its own end; the tag has been read. */
export const within = <T>(cursor: Cursor, read: (cursor: Cursor) => T): T => {
  const outer = cursor.end
  cursor.end = readEnd(cursor)
  const value = read(cursor)
  cursor.end = outer
  return value
}

/** Reads what is left of a message field by field; what `take` does not read (false) is passed over. */
export const eachField = (cursor: Cursor, take: (tag: number) => boolean): void => {
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor)
    if (!take(tag)) skip(cursor, tag & 7)
  }
}

/** A value's bytes as text; what is no UTF-8 becomes replacement characters, as when JSON is read. */
export const readText = (cursor: Cursor): string => {
  const end = readEnd(cursor)
  const text = cursor.bytes.toString('utf8', cursor.at, end)
  cursor.at = end
  return text
}

/** A value's bytes. They are part of a larger buffer, which lives as long as they do. */
export const readBytes = (cursor: Cursor): Buffer => {
  const end = readEnd(cursor)
  const value = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return value
}
