import { cursorOf, readTag, skip, wireTypes, within, type Cursor } from '../../wire/cursor.ts'
import { MalformedBytes } from '../../wire/malformed.ts'
import { readShared } from '../../wire/sharedText.ts'
import type { Interner } from '../intern.ts'
import { expected, Problem } from './problem.ts'
import {
  boolValue,
  entriesValue,
  internedValue,
  intValue,
  presentValue,
  stringMapValue,
  textValue,
  timeValue,
  UnreadableField,
  wordValue,
  type ReadValue,
} from './protobufValues.ts'
import type { Field, Fields, RecordTable, Shape, ValuesOf } from './schema.ts'

type Message = Readonly<Record<string, unknown>>

/** How one field is read. */
interface Slot {
  readonly name: string
  readonly wireType: number
  readonly read: ReadValue
  /** What should have stood there, when the wire type is another. */
  readonly wanted: string
  /** One value of several: what was read before is needed. */
  readonly gathers: boolean
  readonly inlined: boolean
}

interface MessageReader {
  readonly read: (cursor: Cursor) => Message
  /** What an absent message reads as. */
  readonly empty: Message | Problem
}

/**
 * Compiles a table into a reader of protobuf bytes, which gives what `jsonReader` gives for the same object. Only the
 * kept fields are looked at; the rest costs a jump. Of a message that comes twice, which no API server sends, the last
 * counts. Never throws; only a table of a custom resource cannot be compiled, a mistake of ours (TypeError).
 */
export const protobufReader = <F extends Fields>(
  { fields }: RecordTable<F>,
  interner: Interner,
): ((object: Buffer) => ValuesOf<F> | Problem) => {
  const { read } = messageReader(fields, interner)
  return (object) => {
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one step from table to type, both of one shape
      return read(cursorOf(object)) as ValuesOf<F>
    } catch (error) {
      return problemOf(error)
    }
  }
}

const problemOf = (error: unknown): Problem => {
  if (error instanceof UnreadableField) return error.problem
  if (error instanceof MalformedBytes) return new Problem(error.message)
  throw error
}

const under = (error: unknown, { name, inlined }: Slot, before: unknown): UnreadableField => {
  const problem = problemOf(error)
  const item = Array.isArray(before) ? problem.under(`[${before.length}]`) : problem
  return new UnreadableField(inlined ? item : item.under(name))
}

interface Obligation {
  readonly name: string
  readonly problem: Problem
}

/** Fields without which the message cannot be: what is wrong when they are not there. */
const obligations = (fields: Fields, slots: readonly MadeSlot[]): readonly Obligation[] =>
  slots.flatMap(({ slot: { name, inlined }, absent }) => {
    const problem = fields[name]?.required === true ? new Problem('required') : absent
    return problem instanceof Problem ? [{ name, problem: inlined ? problem : problem.under(name) }] : []
  })

const messageReader = (fields: Fields, interner: Interner): MessageReader => {
  const made = Object.entries(fields).map(([name, field]) => makeSlot(name, field, interner))
  const slots: Slot[] = []
  for (const { number, slot } of made) slots[number] = slot
  // A record begins as a copy of this one, so that all of a kind have one layout.
  const template: Message = Object.fromEntries(
    made.map(({ slot, absent }) => [slot.name, absent instanceof Problem ? undefined : absent]),
  )
  const obliged = obligations(fields, made)

  return {
    empty: obliged[0]?.problem ?? template,
    read: (cursor) => {
      const record: Record<string, unknown> = { ...template }
      while (cursor.at < cursor.end) {
        const tag = readTag(cursor)
        const slot = slots[tag >>> 3]
        if (slot === undefined) {
          skip(cursor, tag & 7)
          continue
        }
        try {
          if ((tag & 7) !== slot.wireType) throw new UnreadableField(expected(slot.wanted))
          record[slot.name] = slot.read(cursor, slot.gathers ? record[slot.name] : undefined)
        } catch (error) {
          throw under(error, slot, record[slot.name])
        }
      }
      for (const { name, problem } of obliged) if (record[name] === undefined) throw new UnreadableField(problem)
      return record
    },
  }
}

interface MadeSlot {
  readonly number: number
  readonly slot: Slot
  /** What the field reads as when it is not there; a Problem when it must be. */
  readonly absent: unknown
}

interface MadeValue {
  readonly read: ReadValue
  readonly wanted: string
  readonly absent: unknown
  readonly wireType?: number
  readonly gathers?: boolean
}

const makeSlot = (name: string, { number, shape }: Field<unknown>, interner: Interner): MadeSlot => {
  if (number === 0) throw new TypeError(`${name} has no field number: the table is of a custom resource`)
  const { absent, wireType = wireTypes.bytes, gathers = false, ...value } = makeValue(shape, interner)
  const inlined = shape.kind === 'message' && shape.as === 'inlined'
  return { number, absent, slot: { name, wireType, gathers, inlined, ...value } }
}

const none: readonly unknown[] = []
const noEntries: Message = {}

const makeValue = (shape: Shape, interner: Interner): MadeValue => {
  switch (shape.kind) {
    case 'text':
      return { read: textValue, wanted: 'a string', absent: undefined }
    case 'interned':
      return { read: internedValue(interner), wanted: 'a string', absent: undefined }
    case 'word':
      return { read: wordValue(shape.words), wanted: `one of ${shape.words.join(', ')}`, absent: undefined }
    case 'bool':
      return { read: boolValue, wanted: 'true or false', absent: false, wireType: wireTypes.varint }
    case 'int':
      return { read: intValue, wanted: 'a whole number', absent: 0, wireType: wireTypes.varint }
    case 'time':
      return { read: timeValue, wanted: 'a time (RFC 3339)', absent: undefined }
    case 'present':
      return { read: presentValue, wanted: 'an object', absent: false }
    case 'opaque':
      throw new TypeError('what is kept as it came can only come as JSON')
    case 'texts':
      return { read: appending(readShared), wanted: 'a list', absent: none, gathers: true }
    case 'stringMap':
      return { read: stringMapValue(interner, noEntries), wanted: 'an object', absent: noEntries, gathers: true }
    case 'entries': {
      const absent = Object.fromEntries(Object.keys(shape.keys).map((name) => [name, undefined]))
      return { read: entriesValue(shape.keys, shape.of, absent), wanted: 'an object', absent, gathers: true }
    }
    case 'message': {
      const { read, empty } = messageReader(shape.fields, interner)
      const absent = shape.as === 'pointer' ? undefined : empty
      return { read: (cursor) => within(cursor, read), wanted: 'an object', absent }
    }
    case 'messages': {
      const { read } = messageReader(shape.fields, interner)
      return { read: appending((cursor) => within(cursor, read)), wanted: 'a list', absent: none, gathers: true }
    }
    default:
      return shape satisfies never
  }
}

const appending =
  (read: (cursor: Cursor) => unknown): ReadValue =>
  (cursor, before) => {
    const value = read(cursor)
    if (!Array.isArray(before) || before === none) return [value]
    before.push(value)
    return before
  }
