import { createClient } from '../../src/kube/client.ts'
import { loadKubeConfig } from '../../src/kube/kubeConfig.ts'
import { createTransport, type Transport } from '../../src/kube/transport.ts'
import { startCluster } from '../../test/cluster/cluster.ts'
import type { ControlPlane } from '../../test/cluster/controlPlane.ts'
import { eventually } from '../../test/cluster/eventually.ts'
import { kubectlOrThrow } from '../../test/cluster/kubectl.ts'
import type { NodeAccess } from '../../test/cluster/node/access.ts'
import { removeImage } from '../../test/cluster/node/images.ts'
import { hostsOfRegistries } from '../../test/cluster/node/registries.ts'
import { namespaceObject, operatorNamespace, policyCrd } from '../cluster/objects.ts'
import { allGone, type PodWatch } from './podWatch.ts'

/** In the registry that asks for a password; `Always`, so that each start asks it. */
export const image = `${hostsOfRegistries.private}/acme/app:v1`

export interface RecoveryCluster {
  readonly controlPlane: ControlPlane
  readonly node: NodeAccess
  readonly transport: Transport
  /** kubectl that must succeed. */
  readonly kubectl: (args: readonly string[], input?: object) => Promise<string>
  readonly end: () => Promise<void>
}

/** A cluster with a real node, on which ImagePolicies are served. */
export const startRecoveryCluster = async (): Promise<RecoveryCluster> => {
  const controlPlane = await startCluster({ node: true })
  try {
    const { node } = controlPlane
    if (node === undefined) throw new Error('this cluster has no node')
    const transport = createTransport(loadKubeConfig({ kubeconfig: controlPlane.kubeconfigPath }), {
      userAgent: 'bench',
    })
    const client = createClient({ transport, fieldManager: 'bench' })
    await client.create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', policyCrd())
    await client.create('/api/v1/namespaces', namespaceObject(operatorNamespace))
    await eventually('ImagePolicies are served', async () => {
      await client.get('/apis/pullkeeper.dev/v1alpha1/imagepolicies')
      return true
    })
    return {
      controlPlane,
      node,
      transport,
      kubectl: (args, input) =>
        kubectlOrThrow(controlPlane, args, input === undefined ? {} : { input: JSON.stringify(input) }),
      end: async () => {
        transport.close()
        await controlPlane.end()
      },
    }
  } catch (error) {
    await controlPlane.end()
    throw error
  }
}

/** A namespace of a run, whose pods can be made at once. */
export const openNamespace = async ({ kubectl }: RecoveryCluster, name: string): Promise<void> => {
  await kubectl(['create', 'namespace', name])
  await eventually('the ServiceAccount default exists', () =>
    kubectl(['--namespace', name, 'get', 'serviceaccount', 'default']),
  )
}

/** Takes it away, and the image off the node: the next run pulls it again. */
export const closeNamespace = async (cluster: RecoveryCluster, pods: PodWatch, name: string): Promise<void> => {
  await cluster.kubectl(['delete', 'namespace', name, '--wait=false'])
  await pods.until(name, allGone)
  await removeImage(cluster.node.containerdSocket, image)
}
