import { readNodeAccess } from './node/access.ts'
import type { NodeAccess } from './node/access.ts'
import { isObject, textOf } from './plainData.ts'

/**
 * What a test, a demo or a person needs to use a cluster. Plain data, so that it can pass from the process that owns
 * the cluster to another as JSON.
 */
export interface ClusterAccess {
  /** The run's own directory: logs, keys, kubeconfigs. It goes with the cluster. */
  readonly directory: string
  /** The API server. */
  readonly url: string
  /** PEM of what signed the API server's certificate. */
  readonly certificateAuthorityPath: string
  /** Bearer token of a member of system:masters. */
  readonly adminToken: string
  /** The administrator's kubeconfig. */
  readonly kubeconfigPath: string
  /** A kubectl of the cluster's version. */
  readonly kubectl: string
  /** JSON lines of audit.k8s.io/v1 at level Metadata; see auditLog.ts. */
  readonly auditLogPath: string
  /** Of Kubernetes, such as v1.36.3. */
  readonly version: string
  /** A Unix socket on which the owner takes orders; see control.ts. */
  readonly controlSocket: string
  /** Where the cluster has a node. */
  readonly node?: NodeAccess
}

/** Reads what came from another process. Throws a sentence that names what is missing. */
export const readAccess = (value: unknown): ClusterAccess => {
  const text = textOf(value, 'cluster')
  const node = isObject(value) ? value['node'] : undefined
  return {
    directory: text('directory'),
    url: text('url'),
    certificateAuthorityPath: text('certificateAuthorityPath'),
    adminToken: text('adminToken'),
    kubeconfigPath: text('kubeconfigPath'),
    kubectl: text('kubectl'),
    auditLogPath: text('auditLogPath'),
    version: text('version'),
    controlSocket: text('controlSocket'),
    ...(node !== undefined && { node: readNodeAccess(node) }),
  }
}

export const parseAccess = (json: string): ClusterAccess => readAccess(JSON.parse(json))
