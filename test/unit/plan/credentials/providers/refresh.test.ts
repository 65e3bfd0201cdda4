import { fc, test as prop } from '@fast-check/jest'
import { grantOf } from '../../../../../src/plan/credentials/providers/grant.ts'
import { refreshDelayMs } from '../../../../../src/plan/credentials/providers/refresh.ts'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const minute = 60_000

prop.prop([fc.integer({ min: minute, max: 1e12 }), random])(
  'credentials are replaced when a fifth to two fifths of their life is left',
  (lifetime, at) => {
    const delay = refreshDelayMs(lifetime, at)
    expect(delay).toBeGreaterThanOrEqual(0.6 * lifetime)
    expect(delay).toBeLessThanOrEqual(0.8 * lifetime)
  },
)

prop.prop([fc.nat(1e9), random, random])('the moment is spread, and later for a longer life', (lifetime, a, b) => {
  if (a < b) expect(refreshDelayMs(lifetime, a)).toBeLessThanOrEqual(refreshDelayMs(lifetime, b))
  expect(refreshDelayMs(lifetime + minute, a)).toBeGreaterThanOrEqual(refreshDelayMs(lifetime || 1, a))
})

test('never more often than every five seconds, and once a minute for what is given for once', () => {
  expect(refreshDelayMs(1, 0)).toBe(5_000)
  expect(refreshDelayMs(0, 0)).toBe(0.6 * minute)
})

describe('an answer is filed', () => {
  const response = { cacheKeyType: 'Registry', entries: [] } as const
  const file = (cacheMs: number | undefined, defaultCacheMs: number) =>
    grantOf({
      image: 'a.io/x',
      response: { ...response, ...(cacheMs !== undefined && { cacheMs }) },
      defaultCacheMs,
      now: 1_000,
      random: 0,
    })

  test('for as long as it says', () => {
    expect(file(minute, 9 * minute)).toMatchObject({ key: 'a.io', expiresAt: 61_000, refreshAt: 37_000 })
  })

  test('or for as long as the configuration says', () => {
    expect(file(undefined, minute)).toMatchObject({ expiresAt: 61_000 })
  })

  test('or for once: nothing is known of when it expires', () => {
    expect(file(0, minute)).not.toHaveProperty('expiresAt')
    expect(file(undefined, 0)).not.toHaveProperty('expiresAt')
  })
})
