/** How far one policy is carried out in one namespace. */
export interface NamespaceOutcome {
  readonly ready: boolean
  readonly accountsSelected: number
  readonly accountsAttached: number
  /** What stands in the way here; absent when nothing does. */
  readonly problem?: OutcomeProblem
}

export interface OutcomeProblem {
  readonly reason: 'SecretForeign' | 'CreateRefused' | 'SecretNameConflict' | 'WriteRefused' | 'UndoneByAnother'
  readonly message: string
}

/** One policy's outcomes added up. */
export interface OutcomeTotals {
  readonly namespaces: { readonly selected: number; readonly ready: number }
  readonly accounts: { readonly selected: number; readonly attached: number }
  /** The first few, in the order of the namespaces' names. */
  readonly problems: readonly OutcomeProblem[]
  readonly problemCount: number
}
