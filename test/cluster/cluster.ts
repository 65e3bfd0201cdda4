/**
 * A Kubernetes cluster for tests and by hand: a control plane, and with `node: true` a real node with private
 * registries (Linux, root; see node/requirements.ts):
 *
 *     const cluster = await startCluster({ node: true })
 *     await kubectlOrThrow(cluster, ['run', 'app', '--image=localhost:5000/acme/app:v1'])
 *     await cluster.end()
 */
import { ensureBinaries } from './binaries.ts'
import { startControlPlane } from './controlPlane.ts'
import type { ControlPlane, ControlPlaneOptions } from './controlPlane.ts'
import { NODE_NAME } from './controlPlaneFiles.ts'
import { eventually } from './eventually.ts'
import { kubectlOrThrow } from './kubectl.ts'
import { KUBERNETES_VERSIONS } from './modules.ts'
import type { KubernetesVersion } from './modules.ts'
import { makeNamespaces } from './node/namespaces.ts'
import { layCable } from './node/network.ts'
import { startNode } from './node/node.ts'
import { clusterBinaries, whyNoNode } from './node/requirements.ts'
import { makeRunDirectory } from './runDirectory.ts'

export interface ClusterOptions extends Omit<ControlPlaneOptions, 'network'> {
  readonly node?: boolean
}

/** The node takes pods: kubelet says that it is ready, and the taint of its first moments is gone. */
const takesPods = async (cluster: ControlPlane): Promise<true | undefined> => {
  for (const program of cluster.programs())
    if (!program.running) throw new Error(`${program.name} has ended: see ${program.logPath}`)
  const ready = '{.status.conditions[?(@.type=="Ready")].status} {.spec.taints[*].key}'
  const state = await kubectlOrThrow(cluster, ['get', 'node', NODE_NAME, `--output=jsonpath=${ready}`])
  return state.trim() === 'True' ? true : undefined
}

const startWithNode = async (options: ClusterOptions, kubernetes: KubernetesVersion): Promise<ControlPlane> => {
  const reason = whyNoNode(kubernetes)
  if (reason !== undefined) throw new Error(reason)
  const binaries = await ensureBinaries(clusterBinaries, kubernetes)
  const ends: (() => Promise<void>)[] = []
  const end = async () => {
    for (const each of ends.splice(0).toReversed()) await each()
  }
  try {
    const { path: directory, remove } = await makeRunDirectory()
    ends.push(remove)
    const namespaces = await makeNamespaces(directory)
    ends.push(namespaces.program.end)
    const network = await layCable(namespaces.pid)
    const { host: address, serviceRange } = network
    const controlPlane = await startControlPlane({ ...options, kubernetes, network: { address, serviceRange } })
    ends.push(controlPlane.end)
    const { nodeKubeconfigPath: kubeconfig } = controlPlane
    const kubelet = binaries('kubelet')
    const node = await startNode({ directory, namespaces, network, name: NODE_NAME, kubelet, kubeconfig })
    ends.push(node.end)
    const cluster: ControlPlane = {
      ...controlPlane,
      node: node.access,
      programs: () => [
        ...controlPlane.programs(),
        ...node.programs.map(({ name, isRunning, logPath }) => ({ name, running: isRunning(), logPath })),
      ],
      end,
    }
    await eventually('the node takes pods', () => takesPods(cluster), { everyMilliseconds: 250 })
    return cluster
  } catch (error) {
    await end()
    throw error
  }
}

/** Starts a cluster; throws with the step to take where this machine lacks something. Ends with this process. */
export const startCluster = (options: ClusterOptions = {}): Promise<ControlPlane> => {
  const { node = false, kubernetes = KUBERNETES_VERSIONS[0] } = options
  return node ? startWithNode(options, kubernetes) : startControlPlane({ ...options, kubernetes })
}
