import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { Transport } from '../kube/transport.ts'
import { loopMetrics, type LoopMetrics } from './loopMetrics.ts'
import { pluginMetrics, type PluginMetrics } from './pluginMetrics.ts'
import { requestMetrics } from './requestMetrics.ts'

/** Workloads that cannot start, by cause. */
export type CountByCause = Iterable<readonly [cause: string, workloads: number]>

/** What is asked of the operator's state when metrics are scraped, so that no change costs anything for them. */
export interface MetricsSource {
  readonly failingWorkloads: () => CountByCause
  readonly policies: () => Iterable<readonly [policy: string, failing: CountByCause]>
  readonly managedSecrets: () => number
  /** Workloads that run and would be denied an image at a restart. */
  readonly restartRisks: () => number
  /** When the first of a credential provider's credentials expires, seconds since the epoch. */
  readonly expiries: () => Iterable<readonly [provider: string, at: number]>
  readonly leading: () => boolean
}

export interface Metrics {
  readonly loop: LoopMetrics
  readonly plugins: PluginMetrics
  /** The same transport, its requests counted. */
  readonly counted: (transport: Transport) => Transport
  readonly malformed: (resource: string) => void
  readonly watchRestarted: (resource: string) => void
  readonly watchFellBack: (resource: string) => void
  readonly wrote: (verb: string, resource: string) => void
  readonly eventDropped: () => void
  /** A pod was evicted for a policy's credentials. */
  readonly evicted: (policy: string) => void
  /** From now on the gauges tell of this. */
  readonly connect: (source: MetricsSource) => void
  readonly text: () => Promise<string>
  readonly contentType: string
}

/** The operator's metrics, in a registry of their own. Gauges are made anew at each scrape: what is gone disappears. */
export const createMetrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  let source: MetricsSource | undefined

  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect: (gauge: Gauge<L>, from: MetricsSource) => void,
  ): Gauge<L> =>
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        this.reset()
        if (source !== undefined) collect(this, source)
      },
    })

  gauge('pullkeeper_failing_workloads', 'Workloads that cannot start, by cause.', ['cause'], (set, from) => {
    for (const [cause, workloads] of from.failingWorkloads()) set.set({ cause }, workloads)
  })
  gauge(
    'pullkeeper_policy_failing_workloads',
    "Workloads in a policy's namespaces that cannot start, by cause.",
    ['policy', 'cause'],
    (set, from) => {
      for (const [policy, failing] of from.policies()) {
        for (const [cause, workloads] of failing) set.set({ policy, cause }, workloads)
      }
    },
  )
  gauge(
    'pullkeeper_restart_risk_workloads',
    'Workloads that run and may be denied an image at a restart.',
    [],
    (set, from) => set.set(from.restartRisks()),
  )
  gauge('pullkeeper_managed_secrets', 'Secrets that are ours.', [], (set, from) => set.set(from.managedSecrets()))
  gauge(
    'pullkeeper_credential_provider_expiry_timestamp_seconds',
    "When the first of a provider's present credentials expires.",
    ['provider'],
    (set, from) => {
      for (const [provider, at] of from.expiries()) set.set({ provider }, at)
    },
  )
  gauge('leader_election_master_status', '1 while this process leads.', ['name'], (set, from) =>
    set.set({ name: 'pullkeeper' }, from.leading() ? 1 : 0),
  )

  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
    new Counter({ name, help, labelNames: [...labelNames], registers: [registry] })

  const malformed = counter('pullkeeper_malformed_objects_total', 'Objects of the API that could not be read.', [
    'resource',
  ])
  const restarts = counter('pullkeeper_watch_restarts_total', 'Watches that had to get everything anew.', ['resource'])
  const fallbacks = counter(
    'pullkeeper_watch_json_fallbacks_total',
    'Watches that ask for JSON, because the protobuf that came could not be read.',
    ['resource'],
  )
  const writes = counter('pullkeeper_writes_total', 'Writes that the API server took.', ['verb', 'resource'])
  const evictions = counter('pullkeeper_evicted_pods_total', 'Pods evicted to pick up credentials, by policy.', [
    'policy',
  ])
  const droppedEvents = counter(
    'pullkeeper_events_dropped_total',
    'Events not told, for their number or a failure.',
    [],
  )

  return {
    loop: loopMetrics(registry),
    plugins: pluginMetrics(registry),
    counted: requestMetrics(registry),
    malformed: (resource) => malformed.inc({ resource }),
    watchRestarted: (resource) => restarts.inc({ resource }),
    watchFellBack: (resource) => fallbacks.inc({ resource }),
    wrote: (verb, resource) => writes.inc({ verb, resource }),
    evicted: (policy) => evictions.inc({ policy }),
    eventDropped: () => droppedEvents.inc(),
    connect: (to) => {
      source = to
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
