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

export type Judged = (typeof judged)[number]

/** What the rules make of messages that their author has not seen. */
export interface Quality {
  readonly samples: number
  readonly wrong: readonly Judged[]
  /** Of the wrong those that say one of wait, fix the credentials and fix the name where another is right. */
  readonly astray: readonly Judged[]
  /** Of the wrong those that say Unknown where something is said. */
  readonly unknown: readonly Judged[]
}

export const judge = (): Quality => ({
  samples: judged.length,
  wrong: judged.filter(({ means, found }) => means !== found),
  astray: judged.filter(({ means, found }) => {
    const [right, answered] = [remedyOf(means), remedyOf(found)]
    return right !== undefined && answered !== undefined && right !== answered
  }),
  unknown: judged.filter(({ means, found }) => found === 'Unknown' && means !== 'Unknown'),
})
