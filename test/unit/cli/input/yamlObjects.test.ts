import { fc, test as prop } from '@fast-check/jest'
import { stringify } from 'yaml'
import type { InputProblem, Place } from '../../../../src/cli/input/problem.ts'
import { readYamlObjects } from '../../../../src/cli/input/yamlObjects.ts'

/** In chunks of `size` bytes. */
const read = (stream: string, size = 4096) => {
  const objects: { readonly value: unknown; readonly place: Place }[] = []
  const problems: InputProblem[] = []
  const reader = readYamlObjects('f.yaml', {
    object: (value, place) => void objects.push({ value, place }),
    problem: (problem) => void problems.push(problem),
  })
  const bytes = Buffer.from(stream)
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
  reader.end()
  return { objects, problems }
}

const at = (document: number, line: number) => ({ file: 'f.yaml', document, line })

test.each<[string, string, readonly (readonly [unknown, number, number])[]]>([
  ['one document', 'a: 1\n', [[{ a: 1 }, 1, 1]]],
  [
    'several',
    'a: 1\n---\nb: 2\n---\n# c\nc: 3\n',
    [
      [{ a: 1 }, 1, 1],
      [{ b: 2 }, 2, 3],
      [{ c: 3 }, 3, 6],
    ],
  ],
  ['marks at both ends', '---\na: 1\n---\n', [[{ a: 1 }, 1, 2]]],
  ['comments alone are none', '# a\n---\n\n---\nb: 1\n', [[{ b: 1 }, 1, 5]]],
  ['a mark inside a block of text is none', 'a: |\n  x\n  ---\n  y\n', [[{ a: 'x\n---\ny\n' }, 1, 1]]],
  [
    'an end mark',
    'a: 1\n...\n---\nb: 2\n',
    [
      [{ a: 1 }, 1, 1],
      [{ b: 2 }, 2, 4],
    ],
  ],
  [
    'a list',
    'kind: List\nitems:\n- a: 1\n- b: 2\n',
    [
      [{ a: 1 }, 1, 3],
      [{ b: 2 }, 1, 4],
    ],
  ],
  [
    'a list of a kind',
    'apiVersion: v1\nkind: PodList\nitems:\n- a: 1\n',
    [[{ apiVersion: 'v1', kind: 'Pod', a: 1 }, 1, 4]],
  ],
  ['anchors', 'a: &x {b: 1}\nc: *x\n', [[{ a: { b: 1 }, c: { b: 1 } }, 1, 1]]],
  [
    'JSON',
    '{"a": [1]}\n---\n{"b": 2}',
    [
      [{ a: [1] }, 1, 1],
      [{ b: 2 }, 2, 3],
    ],
  ],
])('%s, in chunks of any size', (_, stream, values) => {
  for (const size of [4096, 1, 2, 3, 5]) {
    const { objects, problems } = read(stream, size)
    expect(problems).toEqual([])
    expect(objects).toEqual(values.map(([value, document, line]) => ({ value, place: at(document, line) })))
  }
})

test.each<[string, string, number, number]>([
  ['a bracket that is not closed', 'ok: 1\n---\na: [b\n---\nok: 2\n', 2, 3],
  ['a key twice', 'ok: 1\n---\na: 1\na: 2\n---\nok: 2\n', 2, 4],
  ['tabs', 'ok: 1\n---\na:\n\tb: 1\n---\nok: 2\n', 2, 4],
  ['a template', 'ok: 1\n---\n{{- if .X }}\na: 1\n---\nok: 2\n', 2, 3],
  ['an alias of nothing', 'ok: 1\n---\na: *secret\n---\nok: 2\n', 2, 3],
])('%s spoils its document, not the others', (_, stream, document, line) => {
  const { objects, problems } = read(stream)
  expect(problems).toEqual([{ ...at(document, line), message: expect.stringMatching(/^it is not YAML: \S/) }])
  expect(problems[0]?.message).not.toContain('secret')
  expect(objects.map(({ value }) => value)).toEqual([{ ok: 1 }, { ok: 2 }])
})

test('aliases that unfold without end are refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (const [name, before] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf'].map((two) => [two[0], two[1]])) {
    bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`)
  }
  expect(read(bomb.join('\n')).problems).toHaveLength(1)
})

test('a document that is too large is told what to do instead', () => {
  const { problems } = read(`a: 1\n---\nb: ${'x'.repeat(8 * 1024 * 1024)}\n`)
  expect(problems).toEqual([{ ...at(2, 2), message: expect.stringContaining('kubectl get -o json') }])
})

test.each(['', '\n', '\n---\nc: 1\n', '---\n---\nc: 1'])('a line that is too large, and then %j', (after) => {
  const { objects, problems } = read(`a: 1\n---\nb: ${'x'.repeat(9 * 1024 * 1024)}${after}`, 65_536)
  expect(objects.map(({ value }) => value)).toEqual(after.includes('c') ? [{ a: 1 }, { c: 1 }] : [{ a: 1 }])
  expect(problems).toEqual([{ ...at(2, 2), message: expect.stringContaining('larger than 8 MiB') }])
})

test('the document after one that is too large is read, and its place is right', () => {
  const long = 'b: xxxxxxxx\n'.repeat(800_000)
  const { objects, problems } = read(`a: 1\n---\n${long}---\nc: 1\n`, 65_536)
  expect(problems).toEqual([{ ...at(2, 2), message: expect.stringContaining('larger than 8 MiB') }])
  expect(objects.slice(1)).toEqual([{ value: { c: 1 }, place: at(3, 800_004) }])
})

test('bytes that are no text end the reading, and the place is told', () => {
  const { objects, problems } = read('a: 1\n---\nb: 1\n---\nc: \0\n', 8)
  expect(objects.map(({ value }) => value)).toEqual([{ a: 1 }])
  expect(problems).toEqual([{ ...at(2, 2), message: expect.stringMatching(/^it is no text, but binary/) }])
})

prop.prop([fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), { maxLength: 4 })])(
  'what is written as a stream is read again',
  (values) => {
    const plain = values.filter((value) => !('items' in value && 'kind' in value))
    const { objects, problems } = read(plain.map((value) => stringify(value)).join('---\n'))
    expect(problems).toEqual([])
    expect(JSON.stringify(objects.map(({ value }) => value))).toBe(JSON.stringify(plain))
  },
)

prop.prop([fc.string({ unit: 'binary' })])(
  'any text: no error is thrown, and nothing of it is quoted at length',
  (text) => {
    for (const { message } of read(text).problems) expect(message.length).toBeLessThan(200)
  },
)
