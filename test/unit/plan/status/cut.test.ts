import { fc } from '@fast-check/jest'
import { cut } from '../../../../src/plan/status/cut.ts'
import { storedSize } from '../../../../src/plan/status/storedSize.ts'

test.each`
  text              | bytes | shown
  ${'abcdefgh'}     | ${8}  | ${'abcdefgh'}
  ${'abcdefghi'}    | ${8}  | ${'abcde…'}
  ${'ééééé'}        | ${8}  | ${'éé…'}
  ${'😀😀😀'}       | ${8}  | ${'😀…'}
  ${'say "no" now'} | ${12} | ${'say "no…'}
  ${'<<<'}          | ${12} | ${'<…'}
  ${'a\nb'}         | ${4}  | ${'a\nb'}
`('$text in $bytes bytes is $shown', ({ text, bytes, shown }: { text: string; bytes: number; shown: string }) => {
  expect(cut(text, bytes)).toBe(shown)
})

test('what is cut fits, and begins as the text does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 40 }), (text, bytes) => {
      const shown = cut(text, bytes)
      expect(storedSize(shown) - 2).toBeLessThanOrEqual(bytes)
      expect(text.startsWith(shown.endsWith('…') && shown !== text ? shown.slice(0, -1) : shown)).toBe(true)
    }),
  )
})
