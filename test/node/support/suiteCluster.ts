import type { ClusterAccess } from '../../cluster/access.ts'
import type { KubectlAccess } from '../../cluster/kubectl.ts'
import type { NodeAccess, RegistryAccount } from '../../cluster/node/access.ts'
import { hostsOfRegistries, type RegistryName } from '../../cluster/node/registries.ts'
import { sharedAccess } from '../../cluster/sharedAccess.ts'
import { isForeign, readForeignCluster, suiteOfForeign } from './foreign/foreignCluster.ts'

/** A cluster of ours with its node. */
export interface OwnCluster extends ClusterAccess {
  readonly node: NodeAccess
}

/** The cluster that the suite runs on. */
export interface SuiteCluster {
  readonly kubectl: KubectlAccess
  /** Of the private registry. */
  readonly account: RegistryAccount
  /** What stands before the repository in an image reference. */
  readonly registry: Readonly<Record<RegistryName, string>>
  /** The cluster where it was started for the suite. Throws where it is somebody else's. */
  readonly ours: () => OwnCluster
}

/** A cluster that `npm run cluster` or the suite started. */
export const ownCluster = (access: ClusterAccess): SuiteCluster => {
  const { node } = access
  if (node === undefined) throw new Error('this cluster has no node')
  return {
    kubectl: access,
    account: node.account,
    registry: hostsOfRegistries,
    ours: () => ({ ...access, node }),
  }
}

/** The one that the global setup left. */
export const suiteCluster = (): SuiteCluster =>
  isForeign() ? suiteOfForeign(readForeignCluster()) : ownCluster(sharedAccess())
