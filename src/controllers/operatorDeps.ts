import type { AccountAction, SecretAction } from '../plan/credentials/action.ts'
import type { EventRecorder } from '../observe/eventRecorder.ts'
import type { Reconcile } from '../runtime/controller.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/store.ts'
import type { Cluster } from './cluster.ts'
import type { CallPlugin } from './providers/callPlugin.ts'
import type { Providers } from './providers/providers.ts'
import type { CallReports } from './providers/reconcileProvider.ts'
import type { EvictionReports } from './recovery/evictionReports.ts'
import type { QueueName, Queues } from './queues.ts'
import type { Syncs } from './syncState.ts'

/** Everything that the operator's decisions are made with. */
export interface OperatorDeps {
  readonly store: Store
  readonly cluster: Cluster
  readonly syncs: Syncs
  readonly queues: Queues
  /** Runs a controller on its queue until the operator ends. */
  readonly run: (name: QueueName, reconcile: Reconcile) => Promise<void>
  readonly recorder: EventRecorder
  readonly clock: Clock
  /** The operator's own namespace, where sources live by default. */
  readonly ownNamespace: string
  readonly sourceNamespaces: ReadonlySet<string>
  readonly providers: Providers
  readonly callPlugin: CallPlugin
  readonly pluginCalls: CallReports
  readonly isProtected: (namespace: string) => boolean
  /** Policies that exist but cannot be read. */
  readonly unreadablePolicies: () => ReadonlySet<string>
  /** Told of each write that the API server took. */
  readonly wrote: (action: SecretAction | AccountAction) => void
  readonly evictions: EvictionReports
  /** Secrets are not watched: nothing is handed out, and nothing is said of them. */
  readonly diagnoseOnly: boolean
  readonly signal: AbortSignal
}
