import type { ConfiguredProvider } from '../../config/credentialProviders.ts'
import type { ProviderScope } from '../../plan/credentials/providers/providerSource.ts'
import {
  grantFor,
  refusalFor,
  unknownProvider,
  type ProviderState,
} from '../../plan/credentials/providers/providerState.ts'

/** The operator's credential providers and what they have given; in memory only, asked anew after a restart. */
export interface Providers {
  readonly names: readonly string[]
  readonly find: (name: string) => ConfiguredProvider | undefined
  readonly state: (name: string) => ProviderState
  /** Whether it was another state before. */
  readonly put: (name: string, state: ProviderState) => boolean
  /** It has been asked about everything that was wanted; true when that is news. */
  readonly settle: (name: string) => boolean
  readonly scope: ProviderScope
}

export const createProviders = (configured: readonly ConfiguredProvider[]): Providers => {
  const byName = new Map(configured.map((provider) => [provider.name, provider]))
  const states = new Map<string, ProviderState>()
  const settled = new Set<string>()
  const names = [...byName.keys()]
  const find = (name: string): ConfiguredProvider | undefined => byName.get(name)
  const state = (name: string): ProviderState => states.get(name) ?? unknownProvider
  return {
    names,
    find,
    state,
    put: (name, after) => {
      const changed = state(name) !== after
      states.set(name, after)
      return changed
    },
    settle: (name) => {
      const news = !settled.has(name)
      settled.add(name)
      return news
    },
    scope: {
      names,
      find,
      type: (name) => state(name).type,
      settled: (name) => settled.has(name),
      answer: (name, image) => {
        const grant = grantFor(state(name), image)
        const failure = refusalFor(state(name), image)?.message
        return { ...(grant && { grant }), ...(failure !== undefined && { failure }) }
      },
    },
  }
}
