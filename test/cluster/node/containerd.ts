import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { NodeNetwork } from './network.ts'

/** The image that holds a pod's namespaces; it is never pulled. */
export const PAUSE_IMAGE = 'pullkeeper.test/pause:1'

/** Handlers that a RuntimeClass can name. Both are runc: what counts is that one node has them and another might not. */
export const RUNTIME_HANDLERS = ['runc', 'sandboxed'] as const

const config = (directory: string): string => `version = 2
root = ${JSON.stringify(join(directory, 'containerd'))}
state = "/run/containerd-state"
[grpc]
  address = ${JSON.stringify(socketOf(directory))}
[plugins."io.containerd.grpc.v1.cri"]
  # Without CAP_SYS_RESOURCE no process may be made less likely to be killed than its parent.
  restrict_oom_score_adj = true
  sandbox_image = "${PAUSE_IMAGE}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = ${JSON.stringify(join(directory, 'cni'))}
${RUNTIME_HANDLERS.map(
  (handler) => `  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.${handler}]
    runtime_type = "io.containerd.runc.v2"
`,
).join('')}`

const podNetwork = ({ podRange }: NodeNetwork) => ({
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      type: 'bridge',
      bridge: 'pods0',
      isGateway: true,
      ipam: { type: 'host-local', ranges: [[{ subnet: podRange }]], routes: [{ dst: '0.0.0.0/0' }] },
    },
    { type: 'loopback' },
  ],
})

export const socketOf = (directory: string): string => join(directory, 'containerd.sock')

/** Writes the configuration of containerd and of its network of pods; gives the command. `cni/` must exist. */
export const containerdCommand = (directory: string, network: NodeNetwork): readonly string[] => {
  const path = join(directory, 'containerd.toml')
  writeFileSync(path, config(directory))
  writeFileSync(join(directory, 'cni', '10-pods.conflist'), JSON.stringify(podNetwork(network)))
  return ['containerd', '--config', path]
}

/** The configuration of kubelet for this containerd; gives the command. */
export const kubeletCommand = (
  directory: string,
  network: NodeNetwork,
  {
    kubelet,
    kubeconfig,
    nodeName,
  }: { readonly kubelet: string; readonly kubeconfig: string; readonly nodeName: string },
): readonly string[] => {
  const path = join(directory, 'kubelet.yaml')
  writeFileSync(
    path,
    stringify({
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      // Only this machine and the pods reach it.
      authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
      authorization: { mode: 'AlwaysAllow' },
      address: network.node,
      port: 10250,
      healthzPort: 0,
      containerRuntimeEndpoint: `unix://${socketOf(directory)}`,
      resolvConf: join(directory, 'resolv.conf'),
      clusterDNS: [network.node],
      clusterDomain: 'cluster.local',
      cgroupDriver: 'cgroupfs',
      // These need what a container that plays the machine often has not.
      cgroupsPerQOS: false,
      enforceNodeAllocatable: [],
      failCgroupV1: false,
      failSwapOn: false,
      makeIPTablesUtilChains: false,
      // The machine's disk is not the test's matter.
      imageGCHighThresholdPercent: 100,
      evictionHard: { 'memory.available': '50Mi' },
      // Deleted pods should be gone soon after they end.
      syncFrequency: '10s',
    }),
  )
  return [
    kubelet,
    `--config=${path}`,
    `--kubeconfig=${kubeconfig}`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${network.node}`,
    '--v=2',
  ]
}

/**
 * Removes the cgroups of the containers that were killed together with containerd. Without a parent given by kubelet
 * (cgroupsPerQOS) they stand in one directory for all nodes of a machine, named by the container. $1: the directory.
 */
export const REMOVE_CGROUPS = `
status=0
for container in "$1"/containerd/io.containerd.grpc.v1.cri/*/*; do
  id=\${container##*/}
  for cgroup in "/sys/fs/cgroup/k8s.io/$id" /sys/fs/cgroup/*/"k8s.io/$id"; do
    [ ! -d "$cgroup" ] || rmdir "$cgroup" 2>/dev/null || status=1
  done
done
rmdir /sys/fs/cgroup/k8s.io /sys/fs/cgroup/*/k8s.io 2>/dev/null
exit "$status"
`
