import type { WorkloadRef } from '../objects/workload.ts'
import type { Cause, FailureClass } from './cause.ts'

/** What cannot start: a container, an image volume, or the pod as a whole (its sandbox, or its very creation). */
export type FailingPart =
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'volume'; readonly name: string }
  | { readonly kind: 'pod' }

/** One part of one pod that cannot start, with why. */
export interface PodFinding {
  readonly part: FailingPart
  /** As the spec has it; absent where no image is concerned (a RuntimeClass, a sandbox). */
  readonly image?: string
  readonly cause: Cause
  /**
   * What happened and what to do, in a few sentences of at most 512 characters; carries no credential and nothing that
   * changes by itself, so that the pods of one workload say the same.
   */
  readonly message: string
  /** The end of the message: what to do, and where more is said. Empty when the message was cut before it. */
  readonly remedy: string
  /** What the text alone says, before the join with the cluster. */
  readonly failure?: { readonly class: FailureClass; readonly reason?: string }
  /** The text itself, redacted and cut. It differs from try to try, so it is for looking, not for a status. */
  readonly text?: string
}

/** The findings of one pod (or of an owner that cannot make one), under the workload that a person would name. */
export interface WorkloadFindings {
  readonly workload: WorkloadRef
  readonly findings: readonly PodFinding[]
  /** Seconds since the epoch: when the failure began as far as the API shows. */
  readonly since: number
}
