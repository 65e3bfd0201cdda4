import { fc, test as prop } from '@fast-check/jest'
import { anyOf, phraseFinder } from '../../../../src/domain/failure/rules/phraseFinder.ts'

const found = (phrases: readonly string[], text: string): readonly string[] => {
  const bits = phraseFinder(phrases)(text)
  return phrases.filter((_, number) => anyOf([number])(bits))
}

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' '), maxLength: 30 })
const phrases = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 1, maxLength: 4 }), {
  maxLength: 70,
})

prop.prop([phrases, letters])('finds what stands in a text, and nothing else', (wanted, text) => {
  expect(found(wanted, text)).toEqual(wanted.filter((phrase) => text.includes(phrase)))
})

test('one phrase inside another, and at the end of another', () => {
  expect(found(['he', 'she', 'hers', 'his'], 'ushers')).toEqual(['he', 'she', 'hers'])
})

test('of none, none is found', () => {
  expect(anyOf([])(phraseFinder([])('text'))).toBe(false)
})
