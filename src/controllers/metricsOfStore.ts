import type { CountByCause, MetricsSource } from '../observe/metrics.ts'
import type { CauseCount } from '../domain/failure/findingSummary.ts'
import type { Providers } from './providers/providers.ts'
import type { Store } from '../store/store.ts'

const workloadsBy = (causes: readonly CauseCount[]): CountByCause =>
  causes.map(({ cause, workloads }) => [cause, workloads] as const)

/** What the gauges are made of, worked out when they are scraped. */
export const metricsOfStore = (store: Store, providers: Providers, leading: () => boolean): MetricsSource => ({
  failingWorkloads: () => workloadsBy(store.tallies.causes()),
  policies: () =>
    [...store.policies.keys()].map((policy) => [policy, workloadsBy(store.tallies.causesOf(policy))] as const),
  restartRisks: () => store.riskTallies.causes().reduce((sum, { workloads }) => sum + workloads, 0),
  managedSecrets: () =>
    [...store.secretsOf.groups()].reduce((sum, policy) => sum + store.secretsOf.keysOf(policy).size, 0),
  expiries: () =>
    providers.names.flatMap((name) => {
      const times = [...providers.state(name).grants.values()].flatMap(({ expiresAt }) => expiresAt ?? [])
      return times.length === 0 ? [] : [[name, Math.min(...times) / 1000] as const]
    }),
  leading,
})
