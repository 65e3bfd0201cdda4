import type { Reconcile } from '../../runtime/controller.ts'

/**
 * How far the work in each namespace is, for policies that want to go: a write that is under way may leave a trace that
 * no watch has told of yet, and a namespace whose API refuses must not keep a policy for ever.
 */
export interface Progress {
  /** The same reconcile of namespaces, followed. */
  readonly observe: (reconcile: Reconcile) => Reconcile
  /** Whether taking away what is ours was refused, in the reconcile that runs. */
  readonly refused: (namespace: string, refused: boolean) => void
  /** Somewhere a write is under way, or it is not known what became of one. */
  readonly unsettled: () => boolean
  /** Whether what is left in a namespace is not to be waited for. */
  readonly refuses: (namespace: string) => boolean
}

/** A namespace that fails so often in a row (a webhook that cannot be called, say) is not waited for either. */
const patience = 5

interface State {
  readonly busy: boolean
  readonly refused: boolean
  readonly failures: number
}

const idle: State = { busy: false, refused: false, failures: 0 }

/** @param settled called after a reconcile that leaves nothing unsettled: until then no policy can go */
export const createProgress = (settled: () => void): Progress => {
  const states = new Map<string, State>()
  const put = (namespace: string, change: Partial<State>): void => {
    const state = { ...(states.get(namespace) ?? idle), ...change }
    if (state.busy || state.refused || state.failures > 0) states.set(namespace, state)
    else states.delete(namespace)
  }
  const isOpen = ({ busy, failures }: State): boolean => failures < patience && (busy || failures > 0)
  const unsettled = (): boolean => [...states.values()].some(isOpen)

  return {
    observe: (reconcile) => async (namespace, signal) => {
      put(namespace, { busy: true })
      try {
        const result = await reconcile(namespace, signal)
        put(namespace, { failures: 0 })
        return result
      } catch (error) {
        put(namespace, { failures: (states.get(namespace)?.failures ?? 0) + 1 })
        throw error
      } finally {
        put(namespace, { busy: false })
        if (!unsettled()) settled()
      }
    },
    refused: (namespace, refused) => put(namespace, { refused }),
    unsettled,
    refuses: (namespace) => {
      const state = states.get(namespace)
      return state !== undefined && (state.refused || state.failures >= patience)
    },
  }
}
