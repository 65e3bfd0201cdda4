import { createClient, type ApiClient } from '../kube/client.ts'
import { loadKubeConfig } from '../kube/kubeConfig.ts'
import { createTransport } from '../kube/transport.ts'
import { version } from '../version.ts'
import type { ClusterValues } from './clusterOptions.ts'

/** A cluster as the user's kubeconfig names it. */
export interface Connection {
  readonly client: ApiClient
  /** Base URL, for messages. */
  readonly server: string
  /** The context's namespace, or `default`. */
  readonly namespace: string
  readonly close: () => void
}

/** Commands show what they do under this name. */
export const fieldManager = 'pullkeeper'

/** Throws KubeConfigError; nothing is sent yet. */
export const connect = ({ kubeconfig, context }: ClusterValues): Connection => {
  const config = loadKubeConfig({ kubeconfig, context })
  const transport = createTransport(config, { userAgent: `pullkeeper/${version} (command line)` })
  return {
    client: createClient({ transport, fieldManager }),
    server: transport.server,
    namespace: config.getContextObject(config.getCurrentContext())?.namespace ?? 'default',
    close: () => transport.close(),
  }
}
