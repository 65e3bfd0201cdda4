import { createInterner } from '../../../../src/store/intern.ts'
import { jsonReader } from '../../../../src/store/records/json.ts'
import { Problem } from '../../../../src/store/records/problem.ts'
import {
  at,
  bool,
  bytesEntries,
  entries,
  inlined,
  int,
  malformedBase64,
  many,
  opaque,
  pointer,
  present,
  record,
  required,
  stringMap,
  text,
  texts,
  time,
  word,
  type Field,
} from '../../../../src/store/records/schema.ts'

const readField = (field: Field<unknown>, value: unknown): unknown => {
  const read = jsonReader(record({ field }), createInterner())({ field: value })
  return read instanceof Problem ? read.text : read.field
}

const state = { waiting: pointer(1, { reason: text(1) }) }

describe('what a field reads as', () => {
  test.each<[string, Field<unknown>, unknown, unknown]>([
    ['text', text(1), 'a', 'a'],
    ['text, null', text(1), null, undefined],
    ['text, empty', text(1), '', undefined],
    ['text, wrong', text(1), 7, 'field: expected a string'],
    ['required text, absent', required(text(1)), undefined, 'field: required'],
    ['required text, empty', required(text(1)), '', 'field: required'],
    ['required text, wrong', required(text(1)), [], 'field: expected a string'],
    ['word', word(1, ['A', 'B']), 'B', 'B'],
    ['word, another', word(1, ['A', 'B']), 'C', 'field: expected one of A, B'],
    ['bool', bool(1), true, true],
    ['bool, null', bool(1), null, false],
    ['bool, wrong', bool(1), 'true', 'field: expected true or false'],
    ['int', int(1), 3, 3],
    ['int, absent', int(1), undefined, 0],
    ['int, fraction', int(1), 3.5, 'field: expected a whole number'],
    ['time', time(1), '2026-11-23T10:00:00Z', 1795428000],
    ['time, micro', time(1), '2026-11-23T10:00:00.987654Z', 1795428000],
    ['time, offset', time(1), '2026-11-23T11:00:00+01:00', 1795428000],
    ['time, null as Go writes the zero time', time(1), null, undefined],
    ['time, not RFC 3339', time(1), 'November 23, 2026 10:00', 'field: expected a time (RFC 3339)'],
    ['time, no such day', time(1), '2026-13-41T10:00:00Z', 'field: expected a time (RFC 3339)'],
    ['present', present(1), {}, true],
    ['present, null', present(1), null, false],
    ['present, wrong', present(1), 'yes', 'field: expected an object'],
    ['opaque', opaque(1), { any: [1] }, { any: [1] }],
    ['texts', texts(1), ['b', 'a', 'b'], ['b', 'a', 'b']],
    ['texts, absent', texts(1), undefined, []],
    ['texts, wrong item', texts(1), ['a', 1], 'field[1]: expected a string'],
    ['stringMap', stringMap(1), { a: 'x', b: '' }, { a: 'x', b: '' }],
    ['stringMap, wrong item', stringMap(1), { 'a/b': 1 }, 'field["a/b"]: expected a string'],
    ['stringMap, a list', stringMap(1), [], 'field: expected an object'],
    ['entries', entries(1, { mine: 'a/b' }), { 'a/b': 'x', other: 1 }, { mine: 'x' }],
    ['entries, wrong', entries(1, { mine: 'a/b' }), { 'a/b': 1 }, 'field["a/b"]: expected a string'],
    ['bytes', bytesEntries(1, { mine: 'k' }), { k: 'YWI=' }, { mine: Buffer.from('ab') }],
    ['bytes, line breaks', bytesEntries(1, { mine: 'k' }), { k: 'YW\nI=\n' }, { mine: Buffer.from('ab') }],
    ['bytes, no padding', bytesEntries(1, { mine: 'k' }), { k: 'YWI' }, { mine: malformedBase64 }],
    ['bytes, no base64', bytesEntries(1, { mine: 'k' }), { k: '!!!!' }, { mine: malformedBase64 }],
    ['message, absent: as one without fields', at(1, { a: bool(1) }), undefined, { a: false }],
    ['message, absent, with a required field', at(1, { a: required(text(1)) }), null, 'field.a: required'],
    ['pointer, absent', at(1, state), {}, { waiting: undefined }],
    ['pointer, empty', at(1, state), { waiting: {} }, { waiting: { reason: undefined } }],
    ['messages, absent', many(1, { a: bool(1) }), null, []],
    ['messages', many(1, { a: bool(1) }), [{ a: true }, null], [{ a: true }, { a: false }]],
    ['messages, not a list', many(1, { a: bool(1) }), {}, 'field: expected a list'],
    [
      'a path through everything',
      many(1, { s: at(1, state) }),
      [{}, { s: { waiting: { reason: 1 } } }],
      'field[1].s.waiting.reason: expected a string',
    ],
    [
      'inlined: fields of the parent',
      many(1, { v: inlined(2, { image: text(1) }) }),
      [{ image: 'x' }],
      [{ v: { image: 'x' } }],
    ],
    [
      'inlined: path of the parent',
      many(1, { v: inlined(2, { image: text(1) }) }),
      [{ image: 1 }],
      'field[0].image: expected a string',
    ],
  ])('%s', (_, field, value, reads) => {
    expect(readField(field, value)).toEqual(reads)
  })

  test.each([undefined, null, 7, 'x', []])('%p is no object', (object) => {
    expect(jsonReader(record({}), createInterner())(object)).toEqual(new Problem('expected an object'))
  })

  test('a long base64 text is read without recursion', () => {
    const long = Buffer.alloc(1024 * 1024, 'x')
    expect(readField(bytesEntries(1, { mine: 'k' }), { k: long.toString('base64') })).toEqual({ mine: long })
  })
})
