import type { AuditCause, AuditSeverity } from '../../domain/audit/advice.ts'
import type { FailureClass } from '../../domain/failure/cause.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'
import type { InputProblem } from '../input/problem.ts'

/** One thing that is wrong or unwise. docs/reference/findinglist.schema.json describes every field. */
export interface FindingItem {
  readonly workload: WorkloadRef
  readonly container?: string
  readonly volume?: string
  readonly image?: string
  readonly severity: AuditSeverity
  readonly cause: AuditCause
  readonly failure?: { readonly class: FailureClass; readonly reason?: string }
  readonly message: string
  readonly remedy: string
  readonly evidence: readonly string[]
  readonly pods: number
  readonly since?: string
}

export interface CauseCount {
  readonly cause: AuditCause
  readonly workloads: number
  readonly pods: number
}

export interface FindingSummary {
  readonly total: number
  readonly errors: number
  readonly warnings: number
  /** Most workloads first, then by name. */
  readonly byCause: readonly CauseCount[]
  readonly objects: { readonly read: number; readonly passedOver: number }
  /** What could not be read: the list may lack what follows from it. */
  readonly unread: readonly InputProblem[]
}

export interface FindingList {
  readonly apiVersion: 'pullkeeper.dev/v1alpha1'
  readonly kind: 'FindingList'
  readonly items: readonly FindingItem[]
  readonly summary: FindingSummary
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const workloadKey = ({ apiVersion, kind, namespace, name }: WorkloadRef): string =>
  [namespace, kind, name, apiVersion].join('\n')

/** Errors first, then by where it is, so that two runs can be compared line by line. */
const sortKey = ({ severity, workload, container, volume, cause, image, message }: FindingItem): string =>
  [severity, workloadKey(workload), container ?? '', volume ?? '', cause, image ?? '', message].join('\n')

const byCause = (items: readonly FindingItem[]): readonly CauseCount[] => {
  const causes = new Map<AuditCause, { readonly workloads: Set<string>; pods: number }>()
  for (const { cause, workload, pods } of items) {
    const count = causes.get(cause) ?? { workloads: new Set(), pods: 0 }
    count.workloads.add(workloadKey(workload))
    count.pods += pods
    causes.set(cause, count)
  }
  return [...causes]
    .map(([cause, { workloads, pods }]) => ({ cause, workloads: workloads.size, pods }))
    .sort((a, b) => b.workloads - a.workloads || compareText(a.cause, b.cause))
}

/** The answer of an audit: sorted, the same for the same input in whatever order. */
export const findingList = (
  found: readonly FindingItem[],
  objects: FindingSummary['objects'],
  unread: readonly InputProblem[],
): FindingList => {
  const keyed = found.map((item) => ({ item, key: sortKey(item) })).sort((a, b) => compareText(a.key, b.key))
  const items = keyed.map(({ item }) => item)
  const errors = items.filter(({ severity }) => severity === 'error').length
  return {
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'FindingList',
    items,
    summary: {
      total: items.length,
      errors,
      warnings: items.length - errors,
      byCause: byCause(items),
      objects,
      unread,
    },
  }
}
