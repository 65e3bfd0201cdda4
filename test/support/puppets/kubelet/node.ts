import type { JsonObject } from '../../apiserver/json.ts'
import { isStatus, type PuppetClient } from '../client.ts'
import { timestamp } from '../objects.ts'

export interface NodeOptions {
  readonly name: string
  readonly os?: string
  readonly architecture?: string
  readonly labels?: Readonly<Record<string, string>>
  /** Handlers beside the default one. */
  readonly runtimeHandlers?: readonly string[]
}

const statusOf = ({ os = 'linux', architecture = 'amd64', runtimeHandlers = [] }: NodeOptions): JsonObject => {
  const now = timestamp()
  const capacity = { cpu: '64', memory: '256Gi', pods: '10000', 'ephemeral-storage': '1Ti' }
  const features = { recursiveReadOnlyMounts: true, userNamespaces: true }
  return {
    capacity,
    allocatable: capacity,
    addresses: [{ type: 'InternalIP', address: '192.0.2.10' }],
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      },
      ...['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
        type,
        status: 'False',
        reason: `KubeletHasNo${type}`,
        message: '',
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      })),
    ],
    nodeInfo: {
      machineID: 'puppet',
      systemUUID: 'puppet',
      bootID: 'puppet',
      kernelVersion: '6.12.0',
      osImage: 'Puppet',
      containerRuntimeVersion: 'containerd://2.2.0',
      kubeletVersion: 'v1.36.3',
      kubeProxyVersion: '',
      operatingSystem: os,
      architecture,
    },
    runtimeHandlers: ['', ...runtimeHandlers].map((name) => ({ name, features })),
  }
}

/** Registers the node, or takes it over, and says that it is ready. */
export const registerNode = async (client: PuppetClient, options: NodeOptions): Promise<void> => {
  const { name, os = 'linux', architecture = 'amd64', labels = {} } = options
  const own = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': os, 'kubernetes.io/arch': architecture }
  try {
    await client.create('/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { ...own, ...labels } },
    })
  } catch (error) {
    if (!isStatus(error, 409)) throw error
  }
  await client.patch(`/api/v1/nodes/${name}/status`, { status: statusOf(options) })
  // The real node controller taints a node until it is ready; a puppet is ready at once.
  await client.patch(`/api/v1/nodes/${name}`, { spec: { taints: null } })
}

/** Renews the node's Lease, without which a real control plane takes the node for lost after 50 s. */
export const heartbeat = async (client: PuppetClient, name: string): Promise<void> => {
  const base = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'
  const spec = {
    holderIdentity: name,
    leaseDurationSeconds: 40,
    renewTime: new Date().toISOString().replace('Z', '000Z'),
  }
  try {
    await client.patch(`${base}/${name}`, { spec })
  } catch (error) {
    if (!isStatus(error, 404)) throw error
    await client.create(base, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'kube-node-lease' },
      spec,
    })
  }
}
