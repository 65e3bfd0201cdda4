import type { FailureClass } from '../../../src/domain/failure/cause.ts'
import { classify } from '../../../src/domain/failure/classify.ts'
import { heldBack } from './heldBack/index.ts'

/** What a person would do next. A wrong class within one of these costs little; across them it sends people astray. */
const remedies = {
  wait: ['KubeletPullThrottled', 'RateLimited', 'RegistryServerError'],
  credentials: ['Unauthorized', 'AccessDeniedOrNotFound', 'Forbidden', 'PullSecretMissing', 'PullSecretMalformed'],
  name: ['ImageNotFound', 'InvalidReference', 'AmbiguousShortName'],
} as const satisfies Record<string, readonly FailureClass[]>

const remedyOf = (name: FailureClass): string | undefined =>
  Object.entries(remedies).find(([, classes]) => classes.some((one) => one === name))?.[0]

const judged = heldBack.map((sample) => ({ ...sample, found: classify(sample).class }))

describe('classify, on messages that its author has not seen', () => {
  test('is right for 95 of 100', () => {
    const wrong = judged.filter(({ means, found }) => means !== found)
    const tooMany = wrong.length > 0.05 * judged.length
    expect({ tooMany, wrong }).toEqual({ tooMany: false, wrong })
  })

  test('takes none of wait, fix the credentials and fix the name for another', () => {
    const astray = judged.filter(({ means, found }) => {
      const [right, answered] = [remedyOf(means), remedyOf(found)]
      return right !== undefined && answered !== undefined && right !== answered
    })
    expect(astray.map(({ means, found, message }) => ({ means, found, message }))).toEqual([])
  })

  test('says Unknown only where nothing is said', () => {
    const unnecessary = judged.filter(({ means, found }) => found === 'Unknown' && means !== 'Unknown')
    expect(unnecessary.length / judged.length).toBeLessThanOrEqual(0.05)
  })
})
