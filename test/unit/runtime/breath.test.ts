import { breathOn } from '../../../src/runtime/breath.ts'
import { createManualClock } from './manualClock.ts'

test('the loops of a clock rest together, once they have worked for a while', async () => {
  const clock = createManualClock()
  const [one, other] = [breathOn(clock), breathOn(clock)]
  expect(one()).toBeUndefined()
  await clock.advance(100)
  const rest = one()
  expect(rest).toBeDefined()
  expect(other()).toBe(rest)
  await rest
  expect(one()).toBeUndefined()
  expect(other()).toBeUndefined()
})
