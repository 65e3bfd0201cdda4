import { fc, test as prop } from '@fast-check/jest'
import { parseGoDuration } from '../../../../src/domain/credentialProvider/goDuration.ts'

test.each`
  text                | ms
  ${'0'}              | ${0}
  ${'-0'}             | ${0}
  ${'0s'}             | ${0}
  ${'5s'}             | ${5_000}
  ${'+5s'}            | ${5_000}
  ${'-5s'}            | ${-5_000}
  ${'12h'}            | ${43_200_000}
  ${'1h30m'}          | ${5_400_000}
  ${'30m1h'}          | ${5_400_000}
  ${'1.5m'}           | ${90_000}
  ${'.5s'}            | ${500}
  ${'1.s'}            | ${1_000}
  ${'250ms'}          | ${250}
  ${'2us'}            | ${0.002}
  ${'2µs'}            | ${0.002}
  ${'2562047h47m16s'} | ${9_223_372_036_000}
  ${'2562048h'}       | ${undefined}
  ${''}               | ${undefined}
  ${'5'}              | ${undefined}
  ${'s'}              | ${undefined}
  ${'.s'}             | ${undefined}
  ${'1d'}             | ${undefined}
  ${'1h 30m'}         | ${undefined}
  ${'--1s'}           | ${undefined}
  ${'1e3s'}           | ${undefined}
  ${'infinity'}       | ${undefined}
`('$text: $ms ms', ({ text, ms }: { text: string; ms: number | undefined }) => {
  expect(parseGoDuration(text)).toBe(ms)
})

prop.prop([fc.nat(100), fc.nat(59), fc.nat(59)])('parts add up', (h, m, s) => {
  expect(parseGoDuration(`${h}h${m}m${s}s`)).toBe((h * 3600 + m * 60 + s) * 1000)
})
