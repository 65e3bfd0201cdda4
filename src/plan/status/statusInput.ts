import type { FindingSummary } from '../../domain/failure/findingSummary.ts'
import type { Policy } from '../../domain/objects/policy.ts'
import type { OutcomeTotals } from '../../domain/policy/outcome.ts'
import type { ImagePolicyStatus } from '../../generated/imagepolicy.ts'
import type { EffectivePolicy } from '../credentials/effectivePolicy.ts'

export type Condition = NonNullable<ImagePolicyStatus['conditions']>[number]

/** All that a status is made of. */
export interface StatusInput {
  readonly policy: Policy
  readonly effective: EffectivePolicy
  readonly totals: OutcomeTotals
  readonly findings: FindingSummary
  /** What runs and would be denied its image at a restart. */
  readonly risks: FindingSummary
  /** What keeps the operator from its work, one sentence each: a permission that it lacks, say. */
  readonly impediments: readonly string[]
  /** False where this installation has no access to Secrets. */
  readonly seesSecrets: boolean
  /** Conditions as last written, for their transition times. */
  readonly conditions: readonly Condition[]
  /** RFC 3339, used for conditions that change now. */
  readonly now: string
}
