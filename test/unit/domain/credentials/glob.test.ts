import { globMatches } from '../../../../src/domain/credentials/glob.ts'

describe('a part of a host matches as Go matches paths', () => {
  test.each`
    pattern      | text        | matches
    ${'*'}       | ${''}       | ${true}
    ${'*'}       | ${'ab'}     | ${true}
    ${'*'}       | ${'a/b'}    | ${false}
    ${'a*'}      | ${'ab'}     | ${true}
    ${'*b'}      | ${'abab'}   | ${true}
    ${'a*a'}     | ${'a'}      | ${false}
    ${'a*b*c'}   | ${'aXbXbc'} | ${true}
    ${'a*b*c'}   | ${'acb'}    | ${false}
    ${'ab'}      | ${'abc'}    | ${false}
    ${'a?c'}     | ${'abc'}    | ${true}
    ${'[a-c]x'}  | ${'bx'}     | ${true}
    ${'[^a-c]x'} | ${'bx'}     | ${false}
    ${'[]a]'}    | ${']'}      | ${false}
    ${'[a'}      | ${'a'}      | ${false}
    ${'\\*'}     | ${'*'}      | ${true}
    ${'\\*'}     | ${'a'}      | ${false}
    ${'[::1]'}   | ${'[::1]'}  | ${false}
    ${'[::1]'}   | ${'1'}      | ${true}
  `(
    '$pattern and $text: $matches',
    ({ pattern, text, matches }: { pattern: string; text: string; matches: boolean }) => {
      expect(globMatches(pattern, text)).toBe(matches)
    },
  )

  test('many stars do not make it backtrack', () => {
    expect(globMatches('*a'.repeat(100) + 'b', 'a'.repeat(250))).toBe(false)
  })
})
