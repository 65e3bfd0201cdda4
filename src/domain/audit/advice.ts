import type { Cause } from '../failure/cause.ts'
import type { FailingPart } from '../failure/finding.ts'

/** What is wrong or unwise in a declaration, beside the causes of failures. */
export const auditCauses = [
  /** Tag `latest`, written or implied, without a digest. */
  'MutableTag',
  /** The pull policy was set for another image than that of today. */
  'StalePullPolicy',
  /** One tag stands for different content in different places. */
  'TagDigestsDiffer',
  /** None of the pod's images can be pulled with a pull secret that it names. */
  'PullSecretFitsNoImage',
  /** A registry key that no image can match. */
  'KeyNeverMatches',
  /** The preStop hook leaves little or nothing of the grace period. */
  'PreStopEatsGracePeriod',
  /** A source of an ImagePolicy is missing, malformed, not allowed, or gives none of what it is to give. */
  'PolicySourceInvalid',
  /** No namespace is selected by an ImagePolicy. */
  'PolicySelectsNothing',
  /** Another policy, or a Secret of somebody else, has the name of the managed secret. */
  'PolicyNameConflict',
  /** No operator carries an ImagePolicy out. */
  'PolicyNotReady',
] as const

export type AuditCause = Cause | (typeof auditCauses)[number]

/** `error`: it fails now, or will; `warning`: it is unwise, or fails if what could not be seen is as it seems. */
export type AuditSeverity = 'error' | 'warning'

/** One thing that a declaration should have otherwise. */
export interface Advice {
  readonly severity: AuditSeverity
  readonly cause: AuditCause
  /** Absent: the pod as a whole, or an object that is no pod. */
  readonly part?: FailingPart
  readonly image?: string
  /** What is the matter, with the names in it, one or two sentences. */
  readonly message: string
  /** What to do, one sentence. */
  readonly remedy: string
  /** What it is concluded from, each in a few words. */
  readonly evidence?: readonly string[]
}
