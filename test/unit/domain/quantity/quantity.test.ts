import { fc, test as prop } from '@fast-check/jest'
import {
  addResources,
  countOf,
  maxResources,
  parseQuantity,
  printQuantity,
  sameResources,
} from '../../../../src/domain/quantity/quantity.ts'

test.each([
  ['1', 1_000_000_000n],
  ['500m', 500_000_000n],
  ['0.5', 500_000_000n],
  ['.5', 500_000_000n],
  ['1.', 1_000_000_000n],
  ['1e3', 1_000_000_000_000n],
  ['1E3', 1_000_000_000_000n],
  ['1E', 10n ** 27n],
  ['1Ki', 1024n * 10n ** 9n],
  ['1.5Gi', 1_610_612_736n * 10n ** 9n],
  ['100n', 100n],
  ['0.1n', 1n],
  ['-2k', -2000n * 10n ** 9n],
  ['1e-3', 1_000_000n],
  [2, 2_000_000_000n],
])('%s', (text, expected) => {
  expect(parseQuantity(text)).toBe(expected)
})

test.each(['', '.', 'm', '1mm', '1 Gi', '1gi', '0x1', '1e', '1e1000', '--1'])('%j is none', (text) => {
  expect(parseQuantity(text)).toBeUndefined()
})

test.each(['1Gi', '500m', '120Mi', '3', '1k', '0'])('%s is printed as it is', (text) => {
  expect(printQuantity(parseQuantity(text) ?? -1n)).toBe(text)
})

prop.prop([fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })])('what is printed reads as the same', (quantity) => {
  expect(parseQuantity(printQuantity(quantity))).toBe(quantity)
})

test('amounts are compared, not their spellings', () => {
  expect(sameResources({ cpu: '250m', memory: '1Gi' }, { memory: '1024Mi', cpu: '0.25' })).toBe(true)
  expect(sameResources({ cpu: '250m' }, { cpu: '250m', memory: '0' })).toBe(false)
  expect(sameResources({ cpu: '250m' }, { cpu: '251m' })).toBe(false)
})

test('sums and maxima, by resource', () => {
  expect(addResources({ cpu: '250m' }, { cpu: '0.75', memory: '1Mi' })).toEqual({ cpu: '1', memory: '1Mi' })
  expect(maxResources({ cpu: '250m' }, { cpu: '0.75', memory: '1Mi' })).toEqual({ cpu: '750m', memory: '1Mi' })
})

test('counted in units, rounded up away from zero', () => {
  const count = (amount: string, unit: string) => countOf(parseQuantity(amount) ?? 0n, parseQuantity(unit) ?? 1n)
  expect([count('1500m', '1'), count('1500m', '1m'), count('-1500m', '1'), count('1Gi', '1Mi')]).toEqual([
    2n,
    1500n,
    -2n,
    1024n,
  ])
})
