import { cursorOf, readBytes, readEnd, readTag, skip, type Cursor } from './cursor.ts'
import { MalformedBytes } from './malformed.ts'

const magic = Buffer.from('k8s\0')

/** Whether bytes are an object as Kubernetes encodes it in protobuf, not JSON or a proxy's text. */
export const isEnvelope = (bytes: Buffer): boolean => bytes.subarray(0, magic.length).equals(magic)

const tags = { raw: 18, contentEncoding: 26, contentType: 34 } as const

const noBytes = Buffer.alloc(0)

/** Both are empty for protobuf. */
const refuseEncoding = (cursor: Cursor): void => {
  if (readEnd(cursor) > cursor.at) throw new MalformedBytes('the object within is not protobuf')
}

/**
 * The message of the object whose envelope the cursor stands before: four bytes of magic and a runtime.Unknown
 * (apimachinery pkg/runtime/serializer/protobuf/protobuf.go, v1.36). Nothing is copied. Throws MalformedBytes.
 */
export const openEnvelopeAt = (cursor: Cursor): Buffer => {
  const { bytes, at, end } = cursor
  if (end - at < magic.length || magic.compare(bytes, at, at + magic.length) !== 0) {
    throw new MalformedBytes('no Kubernetes object: its first bytes are not "k8s"')
  }
  cursor.at += magic.length
  // A message without fields is no bytes at all.
  let raw: Buffer = noBytes
  while (cursor.at < end) {
    const tag = readTag(cursor)
    if (tag === tags.raw) raw = readBytes(cursor)
    else if (tag === tags.contentEncoding || tag === tags.contentType) refuseEncoding(cursor)
    else skip(cursor, tag & 7)
  }
  return raw
}

export const openEnvelope = (bytes: Buffer): Buffer => openEnvelopeAt(cursorOf(bytes))
