import type { WorkloadRef } from '../objects/workload.ts'
import type { Cause } from './cause.ts'
import type { FailingPart, PodFinding } from './finding.ts'

/** One item of a status: a workload's container or volume, image and cause, over all its pods. */
export interface FindingGroup {
  /** The same for the same item in any process: workload, part, image and cause. */
  readonly key: string
  readonly workload: WorkloadRef
  readonly part: FailingPart
  readonly image?: string
  readonly cause: Cause
  readonly message: string
  readonly pods: number
  /** Seconds since the epoch. */
  readonly since: number
}

/** The key of the group that a finding belongs to. */
export const findingKey = (
  workload: WorkloadRef,
  { part, image, cause }: Omit<PodFinding, 'message' | 'remedy'>,
): string =>
  JSON.stringify([
    workload.apiVersion,
    workload.kind,
    workload.namespace,
    workload.name,
    part.kind,
    part.kind === 'pod' ? '' : part.name,
    image ?? '',
    cause,
  ])
