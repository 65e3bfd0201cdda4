import { test as law, fc } from '@fast-check/jest'
import { cursorOf, readSigned, readText, readUnsigned, skip } from '../../../src/wire/cursor.ts'
import { textField, varintField } from '../../support/protobuf/wireWriter.ts'

/** Behind the tag of field 1. */
const afterTag = (field: Buffer) => ({ ...cursorOf(field), at: 1 })

law.prop([fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n })])('a signed varint is read as it was written', (value) => {
  expect(readSigned(afterTag(varintField(1, value)))).toBe(Number(value))
})

law.prop([fc.nat({ max: Number.MAX_SAFE_INTEGER })])('an unsigned varint too', (value) => {
  expect(readUnsigned(afterTag(varintField(1, value)))).toBe(value)
})

law.prop([fc.string({ unit: 'grapheme' })])('a text is read as it was written, and nothing behind it', (text) => {
  const cursor = afterTag(Buffer.concat([textField(1, text), textField(1, 'next')]))
  expect(readText(cursor)).toBe(text)
  expect(cursor.at).toBe(textField(1, text).length)
})

test.each([
  ['no bytes', [], 'the message ends within a field'],
  ['a varint that is cut', [0x80], 'the message ends within a field'],
  ['eleven bytes of a varint', Array.from({ length: 11 }, () => 0x80), 'a varint does not end'],
])('%s: %s', (_, bytes, message) => {
  expect(() => readUnsigned(cursorOf(Buffer.from(bytes)))).toThrow(message)
  expect(() => readSigned(cursorOf(Buffer.from(bytes)))).toThrow(message)
})

law.prop([fc.uint8Array({ maxLength: 20 }), fc.nat(7)])(
  'skipping stays within the bytes, or throws',
  (bytes, wireType) => {
    const cursor = cursorOf(Buffer.from(bytes))
    try {
      skip(cursor, wireType)
    } catch (error) {
      expect(error).toHaveProperty('code', 'MalformedBytes')
    }
    expect(cursor.at).toBeLessThanOrEqual(bytes.length)
  },
)
