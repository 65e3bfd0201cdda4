import { test as law, fc } from '@fast-check/jest'
import { cursorOf, readText, type Cursor } from '../../../src/wire/cursor.ts'
import { readShared } from '../../../src/wire/sharedText.ts'
import { bytesField, textField } from '../../support/protobuf/wireWriter.ts'

/** Behind the tag of field 1. */
const afterTag = (field: Buffer): Cursor => ({ ...cursorOf(field), at: 1 })

/** Bytes of any kind, and texts that differ by little, several times over. */
const values = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => Buffer.from(text)),
    fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\u{1f600}'), maxLength: 4 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(Buffer.from([0xe9]), Buffer.from([0xc3, 0xa9]), Buffer.from('\u{fffd}')),
  ),
  { maxLength: 60 },
)

law.prop([values])('whatever was read before, a text is read as readText does, and nothing behind it', (texts) => {
  for (const bytes of [...texts, ...texts]) {
    const field = Buffer.concat([bytesField(1, bytes), textField(1, 'next')])
    const [plain, shared] = [afterTag(field), afterTag(field)]
    expect(readShared(shared)).toBe(readText(plain))
    expect(shared).toEqual(plain)
  }
})

test('nobody can make one text be taken for another: five thousand of them', () => {
  const names = Array.from({ length: 5_000 }, (_, index) => `web-${index}`)
  const read = (name: string): string => readShared(afterTag(textField(1, name)))
  expect([...names, ...names].map(read)).toEqual([...names, ...names])
})

test('a length beyond the message is refused', () => {
  expect(() => readShared(cursorOf(Buffer.from([5, 0x61])))).toThrow('MalformedBytes: the message ends within a field')
})

test('what recurs costs no text', () => {
  const field = textField(1, 'registry.corp.example/team/shop:1')
  readShared(afterTag(field))
  const cursor = afterTag(field)
  cursor.bytes.toString = () => {
    throw new Error('a text was made')
  }
  expect(readShared(cursor)).toBe('registry.corp.example/team/shop:1')
})
