import { Subject, type Observable } from 'rxjs'
import type { PodFinding, WorkloadFindings } from '../../domain/failure/finding.ts'
import { findingKey, type FindingGroup } from '../../domain/failure/findingGroup.ts'
import { createCountedGroup, type CountedGroup } from './countedGroup.ts'

export interface FindingChange {
  readonly namespace: string
  readonly before: FindingGroup | undefined
  readonly after: FindingGroup | undefined
}

/** What is known of one subject, before and after. */
export interface SubjectChange {
  readonly before: WorkloadFindings | undefined
  readonly after: WorkloadFindings | undefined
}

/** What is kept in step with findings: each is called for a change before `changes` is told. */
export interface FindingIndexes {
  readonly groups?: (change: FindingChange) => void
  readonly subjects?: (change: SubjectChange) => void
}

/** What cannot start, kept per subject (a pod, or an owner that cannot make one) and grouped by workload. */
export interface Findings {
  /** Replaces what is known of a subject; undefined when it is well or gone. */
  readonly set: (subject: string, found: WorkloadFindings | undefined) => void
  readonly of: (subject: string) => WorkloadFindings | undefined
  readonly subjects: () => Iterable<string>
  readonly subjectsIn: (namespace: string) => Iterable<string>
  readonly changes: Observable<FindingChange>
  /** When a group began, as an earlier process wrote in a status; used when the group is first seen here. */
  readonly remember: (key: string, since: number) => void
}

type GroupsByKey = Map<string, CountedGroup>

/** How many beginnings are kept for groups that have not been seen yet. */
const rememberedLimit = 10_000

export const createFindings = ({ groups, subjects: ofSubjects }: FindingIndexes = {}): Findings => {
  const bySubject = new Map<string, WorkloadFindings>()
  const subjectsByNamespace = new Map<string, Set<string>>()
  const groupsByNamespace = new Map<string, GroupsByKey>()
  const remembered = new Map<string, number>()
  const changes = new Subject<FindingChange>()

  const openGroup = ({ workload, since }: WorkloadFindings, finding: PodFinding, key: string): CountedGroup => {
    const { part, image, cause } = finding
    const peers = groupsByNamespace.get(workload.namespace) ?? new Map<string, CountedGroup>()
    groupsByNamespace.set(workload.namespace, peers)
    const known = peers.get(key)
    if (known !== undefined) return known
    const began = remembered.get(key) ?? since
    remembered.delete(key)
    const group = createCountedGroup({
      key,
      workload,
      part,
      ...(image !== undefined && { image }),
      cause,
      since: began,
    })
    peers.set(key, group)
    return group
  }

  const leave = (subject: string, old: WorkloadFindings, touch: Touch): void => {
    const peers = groupsByNamespace.get(old.workload.namespace)
    for (const finding of old.findings) {
      const key = findingKey(old.workload, finding)
      const group = peers?.get(key)
      if (group === undefined) continue
      touch(old.workload.namespace, key, group)
      group.drop(subject)
    }
    bySubject.delete(subject)
    const subjects = subjectsByNamespace.get(old.workload.namespace)
    subjects?.delete(subject)
    if (subjects?.size === 0) subjectsByNamespace.delete(old.workload.namespace)
  }

  const join = (subject: string, found: WorkloadFindings, touch: Touch): void => {
    const { namespace } = found.workload
    for (const finding of found.findings) {
      const key = findingKey(found.workload, finding)
      const group = openGroup(found, finding, key)
      touch(namespace, key, group)
      group.put(subject, finding.message)
    }
    bySubject.set(subject, found)
    subjectsByNamespace.set(namespace, (subjectsByNamespace.get(namespace) ?? new Set()).add(subject))
  }

  const settle = ({ namespace, key, group, before }: Touched): void => {
    const after = group.show()
    if (after === undefined) {
      const peers = groupsByNamespace.get(namespace)
      peers?.delete(key)
      if (peers?.size === 0) groupsByNamespace.delete(namespace)
    }
    if (before?.pods === after?.pods && before?.message === after?.message) return
    const change = { namespace, before, after }
    groups?.(change)
    changes.next(change)
  }

  return {
    set: (subject, found) => {
      const touched = new Map<CountedGroup, Touched>()
      const touch: Touch = (namespace, key, group) => {
        if (!touched.has(group)) touched.set(group, { namespace, key, group, before: group.show() })
      }
      const old = bySubject.get(subject)
      if (old !== undefined) leave(subject, old, touch)
      const after = found !== undefined && found.findings.length > 0 ? found : undefined
      if (after !== undefined) join(subject, after, touch)
      ofSubjects?.({ before: old, after })
      for (const one of touched.values()) settle(one)
    },
    of: (subject) => bySubject.get(subject),
    subjects: () => bySubject.keys(),
    subjectsIn: (namespace) => subjectsByNamespace.get(namespace) ?? [],
    changes,
    remember: (key, since) => {
      if (remembered.size < rememberedLimit) remembered.set(key, since)
    },
  }
}

interface Touched {
  readonly namespace: string
  readonly key: string
  readonly group: CountedGroup
  readonly before: FindingGroup | undefined
}

type Touch = (namespace: string, key: string, group: CountedGroup) => void
