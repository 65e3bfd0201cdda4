import { isObject, type Json, type JsonObject } from '../json.ts'
import { unsupportedMediaType } from '../status.ts'
import { type Field, type FieldType, type Message, messages } from './protobufMessages.ts'

export const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf'

type WireValue = number | Buffer

/** The fields of one message, in order: number and value (varints as numbers, the rest as bytes). */
function* wireFields(bytes: Buffer): Generator<readonly [number, WireValue]> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes.readUInt8(at++)
      value += (byte & 0x7f) * factor
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const key = varint()
    const wireType = key & 7
    if (wireType === 0) yield [key >>> 3, varint()]
    else {
      const length = wireType === 2 ? varint() : wireType === 1 ? 8 : 4
      yield [key >>> 3, bytes.subarray(at, at + length)]
      at += length
    }
  }
}

const entryOf = (bytes: Buffer): readonly [string, Buffer] => {
  const parts = new Map(wireFields(bytes))
  const part = (number: number): Buffer => {
    const value = parts.get(number)
    return Buffer.isBuffer(value) ? value : Buffer.alloc(0)
  }
  return [part(1).toString(), part(2)]
}

/** A value as JSON has it; undefined where Go's zero value stands for nothing. */
const decodeValue = (type: FieldType, value: WireValue): Json | undefined => {
  if (typeof value === 'number') {
    if (type === 'boolean') return value !== 0
    return type === 'optionalNumber' || value !== 0 ? value : undefined
  }
  if (typeof type === 'object') return decodeMessage(type.message, value)
  return type === 'bytes' ? value.toString('base64') : value.toString() || undefined
}

const added = (before: Json | undefined, { type, repeated }: Field, value: WireValue): Json | undefined => {
  if ((type === 'textMap' || type === 'bytesMap') && Buffer.isBuffer(value)) {
    const [key, content] = entryOf(value)
    const map = isObject(before) ? before : {}
    return { ...map, [key]: content.toString(type === 'textMap' ? 'utf8' : 'base64') }
  }
  const decoded = decodeValue(type, value)
  if (!repeated || decoded === undefined) return decoded ?? before
  return [...(Array.isArray(before) ? before : []), decoded]
}

const decodeMessage = (message: Message, bytes: Buffer): JsonObject => {
  const object: Record<string, Json | undefined> = {}
  for (const [number, value] of wireFields(bytes)) {
    const field = message[number]
    if (field?.type === 'ignored') continue
    if (field) object[field.name] = added(object[field.name], field, value)
  }
  return object
}

/** Decodes a body in Kubernetes' protobuf envelope into the JSON object that it stands for; throws 415 for other kinds. */
export const decodeProtobuf = (body: Buffer): JsonObject => {
  const envelope = new Map(wireFields(body.subarray(4)))
  const typeMeta = envelope.get(1)
  const raw = envelope.get(2)
  const names = new Map(Buffer.isBuffer(typeMeta) ? wireFields(typeMeta) : [])
  const apiVersion = names.get(1)?.toString() ?? ''
  const kind = names.get(2)?.toString() ?? ''
  const message = messages[kind]
  if (!message || !Buffer.isBuffer(raw))
    throw unsupportedMediaType(['application/json', 'application/yaml', `${PROTOBUF_TYPE} (not ${kind})`])
  return { apiVersion, kind, ...decodeMessage(message, raw) }
}
