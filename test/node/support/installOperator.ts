import { join } from 'node:path'
import type { ClusterAccess } from '../../cluster/access.ts'
import { kubectl, kubectlOrThrow, type KubectlAccess } from '../../cluster/kubectl.ts'
import { importArchive } from '../../cluster/node/images.ts'
import { OPERATOR_IMAGE } from '../../cluster/node/operatorImage.ts'

export const OPERATOR_NAMESPACE = 'pullkeeper-system'
export const OPERATOR_USER = `system:serviceaccount:${OPERATOR_NAMESPACE}:pullkeeper`

const overlay = join(import.meta.dirname, '..', 'overlay')

/** What one would look at when the Deployment does not come up. */
const state = async (cluster: KubectlAccess): Promise<string> => {
  const namespace = `--namespace=${OPERATOR_NAMESPACE}`
  const told = await Promise.all([
    kubectl(cluster, [namespace, 'get', 'events', '--sort-by=.metadata.creationTimestamp']),
    kubectl(cluster, [namespace, 'logs', 'deployment/pullkeeper', '--tail=30']),
  ])
  return told.map(({ stdout, stderr }) => stdout + stderr).join('\n')
}

/** config/default as it is applied, with this image of the operator. */
export const manifests = async (cluster: KubectlAccess, image: string): Promise<string> => {
  const text = await kubectlOrThrow(cluster, ['kustomize', overlay])
  return text.replaceAll(OPERATOR_IMAGE, image)
}

/** Applies it, and waits until the operator is ready. */
export const installFrom = async (cluster: KubectlAccess, text: string): Promise<void> => {
  await kubectlOrThrow(cluster, ['apply', '--filename=-'], { input: text })
  const rollout = ['rollout', 'status', 'deployment/pullkeeper', '--timeout=180s']
  const { status, stderr } = await kubectl(cluster, [`--namespace=${OPERATOR_NAMESPACE}`, ...rollout])
  if (status !== 0) throw new Error(`the operator does not become ready: ${stderr}\n${await state(cluster)}`)
}

/** Installs the operator as config/default says, from an archive of its image that the node is given. */
export const installOperator = async (cluster: ClusterAccess, archive: string): Promise<void> => {
  if (cluster.node === undefined) throw new Error('this cluster has no node')
  await importArchive(cluster.node.containerdSocket, archive)
  await installFrom(cluster, await manifests(cluster, OPERATOR_IMAGE))
}
