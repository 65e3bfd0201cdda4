import { spawnSync } from 'node:child_process'
import { nameObjects, type Schema } from '../../../scripts/nameObjects.ts'
import { readonlyTypes } from '../../../scripts/readonlyTypes.ts'

test('generated files are fresh', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/generate.ts', '--check'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test.each`
  printed                          | readonly
  ${'  names?: string[]'}          | ${'  readonly names?: readonly string[]'}
  ${"  operator: 'In' | 'Exists'"} | ${"  readonly operator: 'In' | 'Exists'"}
  ${"  all: ('In' | 'Exists')[]"}  | ${"  readonly all: readonly ('In' | 'Exists')[]"}
  ${'    [k: string]: string'}     | ${'    readonly [k: string]: string'}
  ${'   * The key: a comment.'}    | ${'   * The key: a comment.'}
  ${'export interface A {'}        | ${'export interface A {'}
`('$printed becomes $readonly', ({ printed, readonly }: { printed: string; readonly: string }) => {
  expect(readonlyTypes(printed)).toBe(readonly)
})

const object = (properties: Schema): Schema => ({ type: 'object', properties })

describe('naming the objects of a schema', () => {
  const text = { type: 'string' }
  const root = object({ spec: object({ list: { type: 'array', items: object({ name: text }) } }) })
  const names = new Map([
    ['', 'Root'],
    ['spec', 'Spec'],
    ['spec.list[]', 'Entry'],
  ])

  test('one schema for each, outer ones first', () => {
    expect([...nameObjects(root, names).keys()]).toEqual(['Root', 'Spec', 'Entry'])
  })

  test.each`
    wrong                         | schema                                                        | named
    ${'an object without a name'} | ${root}                                                       | ${[['', 'Root']]}
    ${'a name that is not used'}  | ${root}                                                       | ${[...names, ['gone', 'Gone']]}
    ${'two shapes of one name'}   | ${object({ a: object({ x: text }), b: object({ y: text }) })} | ${[['', 'Root'], ['a', 'A'], ['b', 'A']]}
  `('refuses $wrong', ({ schema, named }: { schema: Schema; named: [string, string][] }) => {
    expect(() => nameObjects(schema, new Map(named))).toThrow()
  })
})
