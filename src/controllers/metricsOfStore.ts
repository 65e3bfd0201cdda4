import type { CountByCause, MetricsSource } from '../observe/metrics.ts'
import type { FindingGroup } from '../domain/failure/findingGroup.ts'
import { summarise } from '../plan/status/findings.ts'
import type { Providers } from './providers/providers.ts'
import type { Store } from '../store/store.ts'

const count = (groups: Iterable<FindingGroup>): CountByCause =>
  summarise(groups).byCause.map(({ cause, workloads }) => [cause, workloads] as const)

/** What the gauges are made of, worked out when they are scraped. */
export const metricsOfStore = (store: Store, providers: Providers, leading: () => boolean): MetricsSource => ({
  failingWorkloads: () => count(store.findings.groups()),
  policies: () =>
    [...store.policies.keys()].map((policy) => {
      const groups = [...store.membership.namespacesOf(policy)].flatMap((namespace) => [
        ...store.findings.groupsIn(namespace),
      ])
      return [policy, count(groups)] as const
    }),
  managedSecrets: () =>
    [...store.secretsOf.groups()].reduce((sum, policy) => sum + store.secretsOf.keysOf(policy).size, 0),
  expiries: () =>
    providers.names.flatMap((name) => {
      const times = [...providers.state(name).grants.values()].flatMap(({ expiresAt }) => expiresAt ?? [])
      return times.length === 0 ? [] : [[name, Math.min(...times) / 1000] as const]
    }),
  leading,
})
