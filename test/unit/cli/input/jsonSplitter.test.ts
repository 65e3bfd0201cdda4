import { fc, test as prop } from '@fast-check/jest'
import { createJsonSplitter, type JsonPiece } from '../../../../src/cli/input/jsonSplitter.ts'

/** Cuts a text into chunks of the given sizes, the rest in one. */
const split = (text: string | Buffer, sizes: readonly number[] = [], longest?: number) => {
  const pieces: JsonPiece[] = []
  const splitter = createJsonSplitter((piece) => void pieces.push(piece), longest)
  const bytes = Buffer.from(text)
  let at = 0
  for (const size of sizes) {
    splitter.push(bytes.subarray(at, at + size))
    at += size
  }
  splitter.push(bytes.subarray(at))
  splitter.end()
  return pieces
}

const shown = (pieces: readonly JsonPiece[]) =>
  pieces.map((piece) => {
    switch (piece.kind) {
      case 'list':
        return `list ${piece.head.toString()}`
      case 'item':
        return `item ${piece.index} line ${piece.line}: ${piece.bytes.toString()}`
      case 'value':
        return `value line ${piece.line}: ${piece.bytes.toString()}`
      case 'fault':
        return `fault line ${piece.line}: ${piece.problem}`
    }
  })

describe('a stream of JSON is cut into', () => {
  test.each<[string, string, readonly string[]]>([
    ['one object', '{"a": [1, {"items": [2]}]}', ['value line 1: {"a": [1, {"items": [2]}]}']],
    ['several objects', '{"a":1}\n---\n{"b":"}"}\n', ['value line 1: {"a":1}', 'value line 3: {"b":"}"}']],
    [
      'the items of a list, and what is around them',
      '{"kind":"List",\n "items": [\n  {"a": "]"},\n  {"b": [3]}\n ],"metadata":{}}',
      [
        'list {"kind":"List",\n "items": [',
        'item 0 line 3: {"a": "]"}',
        'item 1 line 4: {"b": [3]}\n ',
        'value line 1: {"kind":"List",\n "items": [],"metadata":{}}',
      ],
    ],
    [
      'the elements of an array',
      '[1, "a,b", null]',
      ['list [', 'item 0 line 1: 1', 'item 1 line 1: "a,b"', 'item 2 line 1: null', 'value line 1: []'],
    ],
    ['no items', '{"items":[]}', ['list {"items":[', 'value line 1: {"items":[]}']],
    ['escaped quotes', String.raw`{"a":"\\\"}","b":"\\"}`, [String.raw`value line 1: {"a":"\\\"}","b":"\\"}`]],
    ['nothing', ' \n', []],
    [
      'a fault where it ends too early',
      '{"items":[{"a":1},\n{"b":',
      ['list {"items":[', 'item 0 line 1: {"a":1}', 'fault line 2: it ends in the middle'],
    ],
    [
      'a fault behind the items',
      '{"items":[1]',
      ['list {"items":[', 'item 0 line 1: 1', 'fault line 1: it ends in the middle'],
    ],
    [
      'a fault where a quote is missing',
      '{"items":[{"a":1},\n{"b: 2,\n"c":3}]}',
      ['list {"items":[', 'item 0 line 1: {"a":1}', 'fault line 2: a text is not closed: its end quote is missing'],
    ],
    ['a fault where no JSON begins', '{}\nabc', ['value line 1: {}', 'fault line 2: this is no JSON object or list']],
  ])('%s', (_, text, pieces) => {
    expect(shown(split(text))).toEqual(pieces)
  })

  test('a fault where one object is too long, whatever comes', () => {
    expect(shown(split(`{"items":[{"a":1},{"b":"${'x'.repeat(99)}"},{"c":1}]}`, [], 50))).toEqual([
      'list {"items":[',
      'item 0 line 1: {"a":1}',
      'fault line 1: an object is larger than 0 MiB',
    ])
  })
})

const object = fc.dictionary(fc.string(), fc.jsonValue())
const list = fc.record({ kind: fc.constant('List'), items: fc.array(fc.jsonValue()), metadata: object })
const texts = fc.array(fc.tuple(fc.oneof(object, list), fc.constantFrom(0, 2)), { maxLength: 4 })

prop.prop([texts, fc.array(fc.nat(9), { maxLength: 40 })])(
  'however it is laid out and chunked, the pieces are the values',
  (values, sizes) => {
    const text = values.map(([value, indent]) => JSON.stringify(value, null, indent)).join('\n')
    const pieces = split(text, sizes)
    const parsed = (kind: 'item' | 'value') =>
      pieces.flatMap((piece) => (piece.kind === kind ? [JSON.parse(piece.bytes.toString()) as unknown] : []))
    const itemsOf = (value: object): readonly unknown[] =>
      'items' in value && Array.isArray(value.items) ? value.items : []
    expect(pieces.filter(({ kind }) => kind === 'fault')).toEqual([])
    expect(JSON.stringify(parsed('item'))).toBe(JSON.stringify(values.flatMap(([value]) => itemsOf(value))))
    expect(parsed('value')).toHaveLength(values.length)
  },
)

prop.prop([texts, fc.nat()])(
  'a cut stream gives what was whole, and one fault if anything had begun',
  (values, cut) => {
    const text = values.map(([value]) => JSON.stringify(value)).join('\n')
    const whole = shown(split(text))
    const pieces = split(text.slice(0, text.length === 0 ? 0 : cut % text.length))
    const good = shown(pieces.filter(({ kind }) => kind === 'item' || kind === 'value'))
    expect(whole).toEqual(expect.arrayContaining(good))
    expect(pieces.filter(({ kind }) => kind === 'fault').length).toBeLessThanOrEqual(1)
  },
)

prop.prop([fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(9), { maxLength: 20 })])(
  'any bytes: no error is thrown',
  (bytes, sizes) => {
    expect(() => split(Buffer.from(bytes), sizes)).not.toThrow()
  },
)
