import { Subject, type Observable } from 'rxjs'
import type { NamespaceOutcome, OutcomeProblem, OutcomeTotals } from '../domain/policy/outcome.ts'

/** How far each policy is carried out, per namespace, with totals kept as outcomes change. */
export interface Outcomes {
  /** Replaces all outcomes of a namespace; policies not named have none there any more. */
  readonly set: (namespace: string, outcomes: ReadonlyMap<string, NamespaceOutcome>) => void
  readonly totals: (policy: string) => OutcomeTotals
  readonly changes: Observable<{ readonly policy: string }>
}

interface Counts {
  readonly problems: Map<string, OutcomeProblem>
  selected: number
  ready: number
  accountsSelected: number
  accountsAttached: number
}

/** A condition's message names this many namespaces; the rest is a number. */
const shownProblems = 3

const noOutcomes: ReadonlyMap<string, NamespaceOutcome> = new Map()

const same = (a: NamespaceOutcome | undefined, b: NamespaceOutcome | undefined): boolean =>
  a?.ready === b?.ready &&
  a?.accountsSelected === b?.accountsSelected &&
  a?.accountsAttached === b?.accountsAttached &&
  a?.problem?.message === b?.problem?.message

export const createOutcomes = (): Outcomes => {
  const byNamespace = new Map<string, ReadonlyMap<string, NamespaceOutcome>>()
  const byPolicy = new Map<string, Counts>()
  const changes = new Subject<{ policy: string }>()

  const countsOf = (policy: string): Counts => {
    const known = byPolicy.get(policy)
    if (known !== undefined) return known
    const counts: Counts = { problems: new Map(), selected: 0, ready: 0, accountsSelected: 0, accountsAttached: 0 }
    byPolicy.set(policy, counts)
    return counts
  }

  const add = (policy: string, namespace: string, outcome: NamespaceOutcome, by: 1 | -1): void => {
    const counts = countsOf(policy)
    counts.selected += by
    counts.ready += outcome.ready ? by : 0
    counts.accountsSelected += by * outcome.accountsSelected
    counts.accountsAttached += by * outcome.accountsAttached
    if (outcome.problem !== undefined && by === 1) counts.problems.set(namespace, outcome.problem)
    else counts.problems.delete(namespace)
    if (counts.selected === 0) byPolicy.delete(policy)
  }

  return {
    set: (namespace, outcomes) => {
      const old = byNamespace.get(namespace) ?? noOutcomes
      if (outcomes.size === 0) byNamespace.delete(namespace)
      else byNamespace.set(namespace, outcomes)
      for (const policy of new Set([...old.keys(), ...outcomes.keys()])) {
        const [before, after] = [old.get(policy), outcomes.get(policy)]
        if (same(before, after)) continue
        if (before !== undefined) add(policy, namespace, before, -1)
        if (after !== undefined) add(policy, namespace, after, 1)
        changes.next({ policy })
      }
    },
    totals: (policy) => {
      const counts = byPolicy.get(policy)
      const problems = [...(counts?.problems ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
      return {
        namespaces: { selected: counts?.selected ?? 0, ready: counts?.ready ?? 0 },
        accounts: { selected: counts?.accountsSelected ?? 0, attached: counts?.accountsAttached ?? 0 },
        problems: problems.slice(0, shownProblems).map(([, problem]) => problem),
        problemCount: problems.length,
      }
    },
    changes,
  }
}
