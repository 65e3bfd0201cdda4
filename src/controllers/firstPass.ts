import type { Reconcile } from '../runtime/controller.ts'

/** Tells when each of the keys that were there at the start has been reconciled once, well or not. */
export interface FirstPass {
  readonly expect: (keys: Iterable<string>) => void
  readonly observe: (reconcile: Reconcile) => Reconcile
  /** Resolves when nothing expected is left; call after `expect`. */
  readonly over: () => Promise<void>
}

export const createFirstPass = (): FirstPass => {
  const left = new Set<string>()
  const waiting: (() => void)[] = []
  const check = (): void => {
    if (left.size === 0) for (const resolve of waiting.splice(0)) resolve()
  }
  return {
    expect: (keys) => {
      for (const key of keys) left.add(key)
    },
    observe: (reconcile) => async (key, signal) => {
      try {
        return await reconcile(key, signal)
      } finally {
        if (left.delete(key)) check()
      }
    },
    over: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        check()
      }),
  }
}
