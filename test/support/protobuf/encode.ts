import { isList, isObject, type Json, type JsonObject } from '../apiserver/json.ts'
import type { Field, Message } from './fields.ts'
import { bytesField, textField, varintField } from './wireWriter.ts'

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const isAbsent = (value: Json | undefined): value is null | undefined => value === undefined || value === null

const entriesOf = (value: Json | undefined): readonly (readonly [string, Json | undefined])[] =>
  Object.entries(objectOf(value)).toSorted(([a], [b]) => (a < b ? -1 : 1))

const mapField = (number: number, value: Json | undefined, write: (item: Json | undefined) => Uint8Array): Buffer =>
  Buffer.concat(
    entriesOf(value).map(([key, item]) =>
      bytesField(number, Buffer.concat([textField(1, key), bytesField(2, write(item))])),
    ),
  )

/** metav1.Time: the zero time is a message without fields. */
const timeBytes = (value: Json | undefined): Buffer => {
  if (isAbsent(value)) return Buffer.alloc(0)
  const milliseconds = Date.parse(textOf(value))
  const seconds = Math.floor(milliseconds / 1000)
  return Buffer.concat([varintField(1, seconds), varintField(2, Math.round((milliseconds - seconds * 1000) * 1e6))])
}

const intOrStringBytes = (value: Json | undefined): Buffer =>
  typeof value === 'number'
    ? Buffer.concat([varintField(1, 0), varintField(2, value), textField(3, '')])
    : Buffer.concat([varintField(1, 1), varintField(2, 0), textField(3, textOf(value))])

const nothing = Buffer.alloc(0)

const encodeField = (field: Field, value: Json | undefined, parent: JsonObject): Buffer => {
  const { number } = field
  switch (field.as) {
    case 'text':
      return field.always || !isAbsent(value) ? textField(number, textOf(value)) : nothing
    case 'number':
      return field.always || !isAbsent(value) ? varintField(number, typeof value === 'number' ? value : 0) : nothing
    case 'bool':
      return field.always || !isAbsent(value) ? varintField(number, value === true ? 1 : 0) : nothing
    case 'time':
      return field.always || !isAbsent(value) ? bytesField(number, timeBytes(value)) : nothing
    case 'texts':
      return Buffer.concat((isList(value) ? value : []).map((item) => textField(number, textOf(item))))
    case 'textMap':
      return mapField(number, value, (item) => Buffer.from(textOf(item)))
    case 'bytesMap':
      return mapField(number, value, (item) => Buffer.from(textOf(item), 'base64'))
    case 'quantityMap':
      return mapField(number, value, (item) => textField(1, textOf(item)))
    case 'intOrString':
      return isAbsent(value) ? nothing : bytesField(number, intOrStringBytes(value))
    case 'json':
      return isAbsent(value) ? nothing : bytesField(number, textField(1, JSON.stringify(value)))
    case 'message':
      return field.always || !isAbsent(value)
        ? bytesField(number, encodeMessage(field.message, objectOf(value)))
        : nothing
    case 'inlined':
      return bytesField(number, encodeMessage(field.message, parent))
    case 'messages':
      return Buffer.concat(
        (isList(value) ? value : []).map((item) => bytesField(number, encodeMessage(field.message, objectOf(item)))),
      )
    default:
      return field satisfies never
  }
}

/** Writes an object as Go's generated code does: fields in the order of their numbers, empty values too. */
export const encodeMessage = (message: Message, object: JsonObject): Buffer =>
  Buffer.concat(
    Object.entries(message)
      .toSorted(([, a], [, b]) => a.number - b.number)
      .map(([name, field]) => encodeField(field, object[name], object)),
  )

const magic = Buffer.from('k8s\0')

/** A message in Kubernetes' envelope: `k8s\0` and a runtime.Unknown. */
export const envelope = (apiVersion: string, kind: string, message: Uint8Array): Buffer =>
  Buffer.concat([
    magic,
    bytesField(1, Buffer.concat([textField(1, apiVersion), textField(2, kind)])),
    bytesField(2, message),
    textField(3, ''),
    textField(4, ''),
  ])

/** One event of a watch, with its length before it. */
export const watchFrame = (type: string, enveloped: Uint8Array): Buffer => {
  const event = Buffer.concat([textField(1, type), bytesField(2, bytesField(1, enveloped))])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(event.length)
  return Buffer.concat([length, event])
}
