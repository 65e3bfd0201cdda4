import { Subject, type Observable } from 'rxjs'
import type { WorkloadFindings } from '../../domain/failure/finding.ts'
import { repositoryDenied, repositoryOf } from '../../domain/restart/repositoryDenied.ts'
import type { SubjectChange } from './findings.ts'

/** The repositories that pods without credentials are being denied, kept as findings come and go. */
export interface DeniedRepositories {
  readonly now: ReadonlySet<string>
  /** Tells of each that is denied now and was not, or the other way round. */
  readonly changes: Observable<string>
}

/** Keeps them in step with findings: pass `update` as their index of subjects. */
export const createDeniedRepositories = (): DeniedRepositories & {
  readonly update: (change: SubjectChange) => void
} => {
  /** How many findings say so. */
  const counts = new Map<string, number>()
  const now = new Set<string>()
  const changes = new Subject<string>()

  const deniedIn = (found: WorkloadFindings | undefined): readonly string[] =>
    (found?.findings ?? []).flatMap((finding) => repositoryDenied(finding, repositoryOf) ?? [])

  const count = (repository: string, by: 1 | -1): void => {
    const left = (counts.get(repository) ?? 0) + by
    if (left > 0) counts.set(repository, left)
    else counts.delete(repository)
  }

  const settle = (repository: string): void => {
    const denied = counts.has(repository)
    if (denied === now.has(repository)) return
    if (denied) now.add(repository)
    else now.delete(repository)
    changes.next(repository)
  }

  return {
    now,
    changes,
    update: ({ before, after }) => {
      const [gone, come] = [deniedIn(before), deniedIn(after)]
      for (const repository of come) count(repository, 1)
      for (const repository of gone) count(repository, -1)
      for (const repository of [...gone, ...come]) settle(repository)
    },
  }
}
