import type { BindAddress } from './bindAddress.ts'
import type { CredentialProviderPaths } from './credentialProviders.ts'

export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

/** Everything that `pullkeeper controller` can be told, checked. */
export interface ControllerConfig {
  /** The operator's own namespace: its Lease, and where sources live by default. */
  readonly namespace: string
  /** Unique to this process: holds the Lease. */
  readonly identity: string
  readonly kubeconfig?: string
  readonly context?: string
  readonly logLevel: LogLevel
  readonly metricsBindAddress: BindAddress | undefined
  readonly healthProbeBindAddress: BindAddress | undefined
  readonly leaderElect: boolean
  readonly leaseName: string
  /** Namespaces that get no writes, beside Kubernetes' own and the operator's. */
  readonly protectedNamespaces: readonly string[]
  /** Namespaces that sources may come from, beside the operator's own. */
  readonly sourceNamespaces: readonly string[]
  /** Absent: no policy may have a source of kind provider. */
  readonly credentialProviders?: CredentialProviderPaths
  /** Hand out nothing, and do without any access to Secrets. */
  readonly diagnoseOnly: boolean
  /** Namespaces whose credentials are worked on at the same time. */
  readonly concurrency: number
}

/** Kubernetes' own namespaces. */
const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease']

/** Which namespaces get no writes, even under a selector `{}`. */
export const protection = ({
  namespace,
  protectedNamespaces,
}: Pick<ControllerConfig, 'namespace' | 'protectedNamespaces'>): ((namespace: string) => boolean) => {
  const names = new Set([...systemNamespaces, namespace, ...protectedNamespaces])
  return (name) => names.has(name)
}
