import type { Failure } from '../failure.ts'
import type { FailingPart } from '../finding.ts'

/** A part of a pod that does not start, and what is said of it; not yet joined with what the cluster knows. */
export interface Symptom {
  readonly part: FailingPart
  readonly image?: string
  readonly failure: Failure
}
