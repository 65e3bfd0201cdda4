import { jest } from '@jest/globals'
import { fc, test as prop } from '@fast-check/jest'
import { expand, referredNames } from '../../../../src/domain/environment/expand.ts'

const variables = new Map([
  ['A', 'a'],
  ['B', 'b'],
  ['EMPTY', ''],
  ['REF', '$(A)'],
])

describe('references to variables, as kubelet replaces them', () => {
  test.each`
    text             | result
    ${'plain'}       | ${'plain'}
    ${'$(A)'}        | ${'a'}
    ${'$(A)$(B)'}    | ${'ab'}
    ${'x$(A)-$(B)y'} | ${'xa-by'}
    ${'$(NONE)'}     | ${'$(NONE)'}
    ${'$(EMPTY)'}    | ${''}
    ${'$(REF)'}      | ${'$(A)'}
    ${'$$(A)'}       | ${'$(A)'}
    ${'$$$(A)'}      | ${'$a'}
    ${'$$$$(A)'}     | ${'$$(A)'}
    ${'$$'}          | ${'$'}
    ${'$'}           | ${'$'}
    ${'A$'}          | ${'A$'}
    ${'$A'}          | ${'$A'}
    ${'${A}'}        | ${'${A}'}
    ${'$(A'}         | ${'$(A'}
    ${'$((A)'}       | ${'$((A)'}
    ${'$(A))'}       | ${'a)'}
    ${'$()'}         | ${'$()'}
    ${'$($(A))'}     | ${'$($(A))'}
    ${'$é$(A)'}      | ${'$éa'}
    ${'$(A)$'}       | ${'a$'}
    ${'$(A$(B)'}     | ${'$(A$(B)'}
    ${') $(A'}       | ${') $(A'}
  `('$text: $result', ({ text, result }: Record<string, string>) => {
    expect(expand(text ?? '', variables)).toBe(result)
  })

  test('the first set that has a name counts', () => {
    expect(
      expand(
        '$(A)$(S)',
        new Map([['A', '1']]),
        new Map([
          ['A', '2'],
          ['S', '3'],
        ]),
      ),
    ).toBe('13')
  })

  const bricks = fc.array(fc.constantFrom('$', '(', ')', 'A', 'x', '$(A)', '$$'), { maxLength: 40 })
  prop.prop([bricks])('without variables, only doubled dollars are halved', (parts) => {
    expect(expand(parts.join(''))).toBe(
      parts.join('').replaceAll(/\$\$|\$\([^)]*\)/g, (each) => (each === '$$' ? '$' : each)),
    )
  })

  prop.prop([bricks])('doubling every dollar shields a text', (parts) => {
    expect(expand(parts.join('').replaceAll('$', '$$$$'), variables)).toBe(parts.join(''))
  })

  test('names referred to, each once', () => {
    expect(referredNames('$(A) $$(B) $(C)$(A) $(')).toEqual(['A', 'C'])
  })

  test('every character is read a bounded number of times', () => {
    const text = '$('.repeat(200_000)
    const searches = jest.spyOn(String.prototype, 'indexOf')
    expect(expand(text)).toBe(text)
    expect(searches.mock.calls.filter(([wanted]) => wanted === ')')).toEqual([])
    searches.mockRestore()
  })
})
