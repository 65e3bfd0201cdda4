import { fc, test as prop } from '@fast-check/jest'
import { backoffDelay, createKeyBackoff } from '../../../src/runtime/backoff.ts'

const policy = { baseMs: 100, maxMs: 1_000, jitter: 0.5 }

describe('a wait grows with the failures', () => {
  test.each`
    failures | random   | ms
    ${1}     | ${0.5}   | ${100}
    ${2}     | ${0.5}   | ${200}
    ${3}     | ${0.5}   | ${400}
    ${5}     | ${0.5}   | ${1_000}
    ${5_000} | ${0.5}   | ${1_000}
    ${1}     | ${0}     | ${75}
    ${1}     | ${0.999} | ${124.95}
    ${0}     | ${0.5}   | ${100}
  `('$failures failures, random $random: $ms ms', ({ failures, random, ms }) => {
    expect(backoffDelay(policy, Number(failures), Number(random))).toBeCloseTo(Number(ms))
  })

  prop.prop([fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })])(
    'it is never shorter than the base nor longer than the most, jitter aside',
    (failures, random) => {
      const ms = backoffDelay(policy, failures, random)
      expect(ms).toBeGreaterThanOrEqual(policy.baseMs * 0.75)
      expect(ms).toBeLessThanOrEqual(policy.maxMs * 1.25)
    },
  )
})

test('each key has its own failures, until it is forgotten', () => {
  const backoff = createKeyBackoff(policy, () => 0.5)
  expect([backoff.next('a'), backoff.next('a'), backoff.next('b')]).toEqual([100, 200, 100])
  backoff.forget('a')
  expect(backoff.failures('a')).toBe(0)
  expect([backoff.next('a'), backoff.next('b')]).toEqual([100, 200])
})
