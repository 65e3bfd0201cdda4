import { cursorOf, readBytes, readTag, readText, skip } from './cursor.ts'
import { MalformedBytes } from './malformed.ts'

const magic = Buffer.from('k8s\0')

/** Whether bytes are an object as Kubernetes encodes it in protobuf, not JSON or a proxy's text. */
export const isEnvelope = (bytes: Buffer): boolean => bytes.subarray(0, magic.length).equals(magic)

const tags = { raw: 18, contentEncoding: 26, contentType: 34 } as const

/**
 * The message of an object out of its envelope: four bytes of magic and a runtime.Unknown (apimachinery
 * pkg/runtime/serializer/protobuf/protobuf.go, v1.36). Nothing is copied. Throws MalformedBytes.
 */
export const openEnvelope = (bytes: Buffer): Buffer => {
  if (!isEnvelope(bytes)) throw new MalformedBytes('no Kubernetes object: its first bytes are not "k8s"')
  const cursor = cursorOf(bytes)
  cursor.at = magic.length
  // A message without fields is no bytes at all.
  let raw: Buffer = bytes.subarray(bytes.length)
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor)
    if (tag === tags.raw) raw = readBytes(cursor)
    else if (tag === tags.contentEncoding || tag === tags.contentType) refuseEncoding(readText(cursor))
    else skip(cursor, tag & 7)
  }
  return raw
}

/** Both are empty for protobuf. */
const refuseEncoding = (encoding: string): void => {
  if (encoding !== '') throw new MalformedBytes('the object within is not protobuf')
}
