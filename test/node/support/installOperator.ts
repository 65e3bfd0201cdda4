import { join } from 'node:path'
import type { ClusterAccess } from '../../cluster/access.ts'
import { kubectl, kubectlOrThrow } from '../../cluster/kubectl.ts'
import { importArchive } from '../../cluster/node/images.ts'

export const OPERATOR_NAMESPACE = 'pullkeeper-system'
export const OPERATOR_USER = `system:serviceaccount:${OPERATOR_NAMESPACE}:pullkeeper`

const overlay = join(import.meta.dirname, '..', 'overlay')

/** What one would look at when the Deployment does not come up. */
const state = async (cluster: ClusterAccess): Promise<string> => {
  const namespace = `--namespace=${OPERATOR_NAMESPACE}`
  const told = await Promise.all([
    kubectl(cluster, [namespace, 'get', 'events', '--sort-by=.metadata.creationTimestamp']),
    kubectl(cluster, [namespace, 'logs', 'deployment/pullkeeper', '--tail=30']),
  ])
  return told.map(({ stdout, stderr }) => stdout + stderr).join('\n')
}

/** Installs the operator as config/default says, from its image, and waits until it is ready. */
export const installOperator = async (cluster: ClusterAccess, archive: string): Promise<void> => {
  if (cluster.node === undefined) throw new Error('this cluster has no node')
  await importArchive(cluster.node.containerdSocket, archive)
  await kubectlOrThrow(cluster, ['apply', '--kustomize', overlay])
  const rollout = ['rollout', 'status', 'deployment/pullkeeper', '--timeout=180s']
  const { status, stderr } = await kubectl(cluster, [`--namespace=${OPERATOR_NAMESPACE}`, ...rollout])
  if (status !== 0) throw new Error(`the operator does not become ready: ${stderr}\n${await state(cluster)}`)
}
