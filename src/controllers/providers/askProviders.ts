import type { EffectivePolicy } from '../../plan/credentials/effectivePolicy.ts'
import type { Reconcile } from '../../runtime/controller.ts'
import type { WorkQueue } from '../../runtime/workQueue.ts'
import type { Table } from '../../store/table.ts'
import { compilePolicy, type CompileDeps } from '../policies/compilePolicy.ts'
import { reconcileProvider, type ProviderDeps } from './reconcileProvider.ts'

export interface AskProvidersDeps
  extends Pick<ProviderDeps, 'providers' | 'call' | 'reports' | 'now' | 'random'>, CompileDeps {
  readonly queue: Pick<WorkQueue, 'add'>
  readonly run: (reconcile: Reconcile) => Promise<void>
  readonly enqueueNamespaces: (namespaces: Iterable<string>) => void
  /** Resolves when pods have been seen, or will not be shown. */
  readonly podsSeen: () => Promise<void>
}

const wanted = (effective: Table<EffectivePolicy>, provider: string): readonly string[] => {
  const asks = [...effective.values()].flatMap(({ wishes }) => wishes?.asks ?? [])
  return [...new Set(asks.filter((ask) => ask.provider === provider).map(({ image }) => image))]
}

/**
 * Asks credential providers for whatever the policies want of them, and again before that expires. Until the pods are
 * known, nothing is concluded from which images are in use. Resolves when the controller has ended.
 */
export const askProviders = (deps: AskProvidersDeps): Promise<void> => {
  const { providers, queue, store, effective } = deps
  let imagesKnown = false

  const compileUsers = (provider: string): void => {
    for (const policy of store.policies.values()) {
      if (effective.get(policy.name)?.wishes?.providers.includes(provider))
        deps.enqueueNamespaces(compilePolicy(deps, policy))
    }
  }

  const asking = deps.run(
    reconcileProvider({
      ...deps,
      wanted: (provider) => wanted(effective, provider),
      imagesKnown: () => imagesKnown,
      changed: compileUsers,
    }),
  )
  const learnImages = async (): Promise<void> => {
    await deps.podsSeen()
    imagesKnown = true
    for (const provider of providers.names) {
      compileUsers(provider)
      queue.add(provider)
    }
  }
  for (const provider of providers.names) queue.add(provider)
  void learnImages()
  return asking
}
