import { fc, test as prop } from '@fast-check/jest'
import { delayAfter, lateness, nextTry, schedule } from '../../../../src/domain/backOff/pullBackOff.ts'

test('10 s, doubling to 300 s', () => {
  expect(schedule).toEqual([10, 20, 40, 80, 160, 300])
  expect([0, 7, 1000].map(delayAfter)).toEqual([0, 300, 300])
})

test.each([
  ['the first failure', 0, [10, 10], 1010, 1025],
  ['a second one at once after the back-off', 10, [10, 20], 1020, 1045],
  ['a second one, late', 25, [20, 20], 1045, 1060],
  ['the fourth, each at once', 70, [40, 80], 1110, 1165],
  ['an hour on', 3600, [300, 300], 4900, 4915],
])('%s', (_, span, delay, earliest, latest) => {
  expect(nextTry({ first: 1000, last: 1000 + span })).toEqual({ delay, earliest, latest })
})

test('an event that says it began after it ended counts as one failure', () => {
  expect(nextTry({ first: 10, last: 0 }).delay).toEqual([10, 10])
})

/** What kubelet does: it fails, waits for the back-off, and comes late by up to 15 s. */
const run = (lates: readonly number[]) =>
  lates.reduce((times, late, index) => [...times, (times.at(-1) ?? 0) + delayAfter(index + 1) + late], [0])

prop.prop([fc.array(fc.double({ min: 0, max: lateness, noNaN: true }), { minLength: 1, maxLength: 40 })])(
  'the next try lies within what is told, however late each came',
  (lates) => {
    const times = run(lates)
    const { earliest, latest } = nextTry({ first: 0, last: times.at(-2) ?? 0 })
    expect(times.at(-1)).toBeGreaterThanOrEqual(earliest - 1e-6)
    expect(times.at(-1)).toBeLessThanOrEqual(latest + 1e-6)
  },
)
