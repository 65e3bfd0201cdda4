import type { WatchName } from './watches.ts'

/** How far each watch is: `refused` when the API server answers but does not give it. */
export type SyncState =
  { readonly kind: 'pending' } | { readonly kind: 'synced' } | { readonly kind: 'refused'; readonly message: string }

/** Tracks the watches, so that nothing decides on half of what there is. */
export interface Syncs {
  readonly of: (name: WatchName) => SyncState
  readonly report: (name: WatchName, state: SyncState) => void
  /** Resolves once every one of `needed` has been synced and every one of `useful` has at least been answered. */
  readonly when: (needed: readonly WatchName[], useful?: readonly WatchName[]) => Promise<void>
  /** One sentence for each watch that is refused now. */
  readonly impediments: () => readonly string[]
  /** Resolves when there is an impediment. */
  readonly impeded: () => Promise<void>
  /** Called when the impediments change. */
  readonly onImpediment: (run: () => void) => void
}

const pending: SyncState = { kind: 'pending' }

export const createSyncs = (): Syncs => {
  const states = new Map<WatchName, SyncState>()
  const everSynced = new Set<WatchName>()
  const waiting = new Set<() => void>()
  const listeners: (() => void)[] = []

  const impediments = (): readonly string[] =>
    [...states].flatMap(([name, state]) => (state.kind === 'refused' ? [`cannot watch ${name}: ${state.message}`] : []))

  return {
    of: (name) => states.get(name) ?? pending,
    report: (name, state) => {
      const before = impediments().join()
      states.set(name, state)
      if (state.kind === 'synced') everSynced.add(name)
      for (const check of waiting) check()
      if (impediments().join() !== before) for (const run of listeners) run()
    },
    when: (needed, useful = []) =>
      new Promise((resolve) => {
        const check = (): void => {
          const met =
            needed.every((name) => everSynced.has(name)) &&
            useful.every((name) => (states.get(name) ?? pending).kind !== 'pending')
          if (!met) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      }),
    impediments,
    impeded: () =>
      new Promise((resolve) => {
        if (impediments().length > 0) resolve()
        listeners.push(() => {
          if (impediments().length > 0) resolve()
        })
      }),
    onImpediment: (run) => {
      listeners.push(run)
    },
  }
}
