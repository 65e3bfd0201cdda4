import { fc, test as prop } from '@fast-check/jest'
import { cacheKey, type CacheKeyType } from '../../../../../src/domain/credentialProvider/cacheKey.ts'
import { grantOf } from '../../../../../src/plan/credentials/providers/grant.ts'
import {
  granted,
  grantFor,
  planCalls,
  refusalFor,
  refused,
  tidied,
  unknownProvider,
  type Call,
  type ProviderState,
} from '../../../../../src/plan/credentials/providers/providerState.ts'

const images = ['a.io/x', 'a.io/y', 'b.io/x']
const hour = 3_600_000

const answer = (image: string, type: CacheKeyType, now: number, cacheMs = hour) =>
  grantOf({ image, response: { cacheKeyType: type, cacheMs, entries: [] }, defaultCacheMs: hour, now, random: 0 })

const answerAll = (state: ProviderState, calls: readonly Call[], type: CacheKeyType, now: number): ProviderState =>
  calls.reduce((before, call) => granted(before, call, answer(call.image, type, now)), state)

const refuse = (state: ProviderState, call: Call, now: number): ProviderState =>
  refused(state, call, { message: 'no', failures: 1, retryAt: now + 1_000 })

const imagesOf = (calls: readonly Call[]) => calls.map(({ image }) => image)

/** As the shell does: calls until nothing is due. */
const run = (wanted: readonly string[], type: CacheKeyType, from = unknownProvider, now = 0) => {
  const called: string[] = []
  let state = from
  for (let plan = planCalls(state, wanted, now); plan.calls.length > 0; plan = planCalls(state, wanted, now)) {
    called.push(...imagesOf(plan.calls))
    state = answerAll(state, plan.calls, type, now)
  }
  return { state, called }
}

describe('which calls are due', () => {
  test('the first answer tells who shares it: until then one call at a time', () => {
    expect(imagesOf(planCalls(unknownProvider, images, 0).calls)).toEqual(['a.io/x'])
  })

  test.each`
    type          | called
    ${'Image'}    | ${images}
    ${'Registry'} | ${['a.io/x', 'b.io/x']}
    ${'Global'}   | ${['a.io/x']}
  `('an answer of type $type is asked for once', ({ type, called }: { type: CacheKeyType; called: string[] }) => {
    expect(run(images, type).called).toEqual(called)
  })

  test('each is asked for again before it expires, and not earlier', () => {
    const { state } = run(images, 'Registry')
    const { nextAt = 0 } = planCalls(state, images, 0)
    expect(nextAt).toBe(0.6 * hour)
    expect(planCalls(state, images, nextAt - 1).calls).toEqual([])
    expect(imagesOf(planCalls(state, images, nextAt).calls)).toEqual(['a.io/x', 'b.io/x'])
  })

  test('a refusal waits for its time, with what it cannot refresh', () => {
    const { state } = run(images, 'Registry')
    const due = 0.6 * hour
    const [call] = planCalls(state, images, due).calls
    const failing = call === undefined ? state : refuse(state, call, due)
    expect(imagesOf(planCalls(failing, images, due).calls)).toEqual(['b.io/x'])
    expect(refusalFor(failing, 'a.io/y')?.message).toBe('no')
    expect(grantFor(failing, 'a.io/y')).toMatchObject({ expired: false })
    expect(planCalls(failing, ['a.io/x'], due)).toEqual({ calls: [], nextAt: due + 1_000 })
  })

  test('one that is refused does not keep the next from being asked', () => {
    const [call] = planCalls(unknownProvider, images, 0).calls
    const failing = call === undefined ? unknownProvider : refuse(unknownProvider, call, 0)
    expect(imagesOf(planCalls(failing, images, 0).calls)).toEqual(['a.io/y'])
  })

  test('credentials that could not be refreshed are looked at again when they expire, and are then expired', () => {
    const { state } = run(['a.io/x'], 'Registry')
    const failing = refused(state, { image: 'a.io/x', key: 'a.io' }, { message: 'no', failures: 9, retryAt: 2 * hour })
    expect(planCalls(failing, ['a.io/x'], 0.9 * hour).nextAt).toBe(hour)
    expect(tidied(failing, ['a.io/x'], hour - 1)).toBe(failing)
    const expired = tidied(failing, ['a.io/x'], hour)
    expect(grantFor(expired, 'a.io/x')).toMatchObject({ expired: true })
    expect(planCalls(expired, ['a.io/x'], hour).nextAt).toBe(2 * hour)
    const [call] = planCalls(expired, ['a.io/x'], 2 * hour).calls
    const again = call === undefined ? expired : granted(expired, call, answer('a.io/x', 'Registry', 2 * hour))
    expect(grantFor(again, 'a.io/x')).toMatchObject({ expired: false, expiresAt: 3 * hour })
    expect(refusalFor(again, 'a.io/x')).toBeUndefined()
  })

  test('a life too short to be refreshed in time has not expired for that', () => {
    const state = granted(unknownProvider, { image: 'a.io/x', key: 'a.io/x' }, answer('a.io/x', 'Image', 0, 1_000))
    expect(tidied(state, ['a.io/x'], 2_000)).toBe(state)
  })

  test('what nobody asks for any more is forgotten', () => {
    const { state } = run(images, 'Registry')
    const left = tidied(state, ['b.io/x'], 0)
    expect([...left.grants.keys()]).toEqual(['b.io'])
    expect(tidied(left, ['b.io/x'], 0)).toBe(left)
  })

  test('a plugin that changes its mind about who shares an answer is asked by the new rule', () => {
    const { state } = run(images, 'Image')
    const due = 0.6 * hour
    expect(run(images, 'Registry', state, due).called).toEqual(images)
    const next = run(images, 'Registry', state, due).state
    expect(run(images, 'Registry', next, 2 * due).called).toEqual(['a.io/x', 'b.io/x'])
  })

  const image = fc.constantFrom('a.io/x', 'a.io/y', 'a.io/z', 'b.io/x', 'c.io/x')
  const step = fc.tuple(
    fc.nat(2 * hour),
    fc.uniqueArray(image),
    fc.array(fc.constantFrom('Image', 'Registry', 'Global', 'no')),
  )

  prop.prop([fc.array(step, { maxLength: 6 })])(
    'whatever happens: after calling nothing is due, and everyone wanted is answered or refused',
    (steps) => {
      let state = unknownProvider
      let now = 0
      for (const [ms, wanted, outcomes] of steps) {
        now += ms
        state = tidied(state, wanted, now)
        let rounds = 0
        for (let plan = planCalls(state, wanted, now); plan.calls.length > 0; plan = planCalls(state, wanted, now)) {
          expect(new Set(plan.calls.map(({ key }) => key)).size).toBe(plan.calls.length)
          for (const call of plan.calls) {
            const outcome = outcomes[(rounds += 1) % (outcomes.length + 1)] ?? 'Registry'
            state = outcome === 'no' ? refuse(state, call, now) : granted(state, call, answer(call.image, outcome, now))
            if (outcome !== 'no') expect(grantFor(state, call.image)?.key).toBe(cacheKey(outcome, call.image))
          }
          expect(rounds).toBeLessThan(100)
        }
        for (const one of wanted) expect(grantFor(state, one) ?? refusalFor(state, one)).toBeDefined()
        state = tidied(state, wanted, now)
        expect(tidied(state, wanted, now)).toBe(state)
      }
    },
  )
})
