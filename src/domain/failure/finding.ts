import type { WorkloadRef } from '../objects/workload.ts'
import type { Cause } from './cause.ts'

/** What cannot start: a container, or an image volume. */
export type FailingPart =
  { readonly kind: 'container'; readonly name: string } | { readonly kind: 'volume'; readonly name: string }

/** One part of one pod that cannot start, with why. */
export interface PodFinding {
  readonly part: FailingPart
  readonly image: string
  readonly cause: Cause
  /** What happened and what to do, in one or two sentences; carries no credential and nothing that changes by itself. */
  readonly message: string
}

/** The findings of one pod (or of an owner that cannot make one), under the workload that a person would name. */
export interface WorkloadFindings {
  readonly workload: WorkloadRef
  readonly findings: readonly PodFinding[]
  /** Seconds since the epoch: when the failure began as far as the API shows. */
  readonly since: number
}
