import type { Interner } from '../intern.ts'
import { readBase64, readTime } from './jsonScalars.ts'
import { expected, Problem } from './problem.ts'
import type { Field, Fields, RecordTable, ValuesOf } from './schema.ts'

/** Gives the value, undefined where it may be absent, or a problem. */
type Read = (value: unknown) => unknown

type Message = Readonly<Record<string, unknown>>

export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null

/**
 * Compiles a table into a reader of parsed JSON that visits only the kept fields and allocates only what it returns.
 * Absent and null are the same; fields that the table does not name are not looked at. Never throws.
 */
export const jsonReader = <F extends Fields>(
  { fields }: RecordTable<F>,
  interner: Interner,
): ((object: unknown) => ValuesOf<F> | Problem) => {
  const read = readMessage(fields, interner)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one step from table to type, both of one shape
  return (object) => read(object) as ValuesOf<F> | Problem
}

const readMessage = (fields: Fields, interner: Interner): Read => {
  const readers = Object.entries(fields).map(([name, field]) => ({
    name,
    inlined: field.shape.kind === 'message' && field.shape.as === 'inlined',
    read: readField(field, interner),
  }))
  return (value) => {
    if (!isMessage(value)) return expected('an object')
    const record: Record<string, unknown> = {}
    for (const { name, inlined, read } of readers) {
      const got = read(inlined ? value : value[name])
      if (got instanceof Problem) return inlined ? got : got.under(name)
      record[name] = got
    }
    return record
  }
}

const readField = (field: Field<unknown>, interner: Interner): Read => {
  const read = readShape(field, interner)
  if (!field.required) return read
  return (value) => {
    const got = read(value)
    return got === undefined ? new Problem('required') : got
  }
}

const readShape = ({ shape }: Field<unknown>, interner: Interner): Read => {
  switch (shape.kind) {
    case 'text':
      return readText
    case 'interned':
      return (value) => {
        const text = readText(value)
        return typeof text === 'string' ? interner.text(text) : text
      }
    case 'word':
      return readWord(shape.words)
    case 'bool':
      return (value) => (isAbsent(value) ? false : typeof value === 'boolean' ? value : expected('true or false'))
    case 'int':
      return (value) => (isAbsent(value) ? 0 : Number.isSafeInteger(value) ? value : expected('a whole number'))
    case 'time':
      return (value) => (isAbsent(value) ? undefined : (readTime(value) ?? expected('a time (RFC 3339)')))
    case 'present':
      return (value) => (isAbsent(value) ? false : isMessage(value) ? true : expected('an object'))
    case 'opaque':
      return (value) => value ?? undefined
    case 'texts':
      return readTexts
    case 'stringMap':
      return readStringMap(interner)
    case 'entries':
      return readEntries(shape.keys, shape.of === 'text' ? readText : readBytes)
    case 'message': {
      const read = readMessage(shape.fields, interner)
      const pointer = shape.as === 'pointer'
      return (value) => (isAbsent(value) ? (pointer ? undefined : read(nothing)) : read(value))
    }
    case 'messages':
      return readMessages(readMessage(shape.fields, interner))
    default:
      return shape satisfies never
  }
}

const nothing: Message = {}
const none: readonly unknown[] = []

const readText: Read = (value) =>
  isAbsent(value) || value === '' ? undefined : typeof value === 'string' ? value : expected('a string')

const readBytes: Read = (value) =>
  isAbsent(value) ? undefined : typeof value === 'string' ? readBase64(value) : expected('base64')

const readWord = (words: readonly string[]): Read => {
  const known = new Set<unknown>(words)
  const list = words.join(', ')
  return (value) =>
    isAbsent(value) || value === '' ? undefined : known.has(value) ? value : expected(`one of ${list}`)
}

const readTexts: Read = (value) => {
  if (isAbsent(value)) return none
  if (!Array.isArray(value)) return expected('a list')
  const wrong = value.findIndex((item) => typeof item !== 'string')
  return wrong === -1 ? [...value] : expected('a string').under(`[${wrong}]`)
}

const readMessages =
  (read: Read): Read =>
  (value) => {
    if (isAbsent(value)) return none
    if (!Array.isArray(value)) return expected('a list')
    if (value.length === 0) return none
    const records: unknown[] = []
    for (let index = 0; index < value.length; index++) {
      const got = read(value[index] ?? nothing)
      if (got instanceof Problem) return got.under(`[${index}]`)
      records.push(got)
    }
    return records
  }

const readStringMap =
  (interner: Interner): Read =>
  (value) => {
    if (isAbsent(value)) return nothing
    if (!isMessage(value)) return expected('an object')
    const record: Record<string, string> = {}
    for (const [key, item] of Object.entries(value)) {
      if (isAbsent(item)) continue
      if (typeof item !== 'string') return expected('a string').under(`[${JSON.stringify(key)}]`)
      record[interner.text(key)] = interner.text(item)
    }
    return record
  }

const readEntries = (keys: Readonly<Record<string, string>>, read: Read): Read => {
  const wanted = Object.entries(keys)
  return (value) => {
    if (!isAbsent(value) && !isMessage(value)) return expected('an object')
    const map = value ?? nothing
    const record: Record<string, unknown> = {}
    for (const [name, key] of wanted) {
      const got = read(map[key])
      if (got instanceof Problem) return got.under(`[${JSON.stringify(key)}]`)
      record[name] = got
    }
    return record
  }
}
