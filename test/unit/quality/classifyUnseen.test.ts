import { judge } from './judge.ts'

const { samples, wrong, astray, unknown } = judge()

describe('classify, on messages that its author has not seen', () => {
  test('is right for 95 of 100', () => {
    const tooMany = wrong.length > 0.05 * samples
    expect({ tooMany, wrong }).toEqual({ tooMany: false, wrong })
  })

  test('takes none of wait, fix the credentials and fix the name for another', () => {
    expect(astray.map(({ means, found, message }) => ({ means, found, message }))).toEqual([])
  })

  test('says Unknown only where nothing is said', () => {
    expect(unknown.length / samples).toBeLessThanOrEqual(0.05)
  })
})
