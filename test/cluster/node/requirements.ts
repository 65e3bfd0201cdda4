import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { whyNoBinaries } from '../binaries.ts'
import { controlPlaneBinaries } from '../controlPlane.ts'
import type { BinaryName, KubernetesVersion } from '../modules.ts'

export const clusterBinaries: readonly BinaryName[] = [...controlPlaneBinaries, 'kubelet']

/** Programs that a node needs of this machine; install-debian-packages brings them. */
const PROGRAMS = [
  'containerd',
  'ctr',
  'runc',
  'docker-registry',
  'htpasswd',
  'skopeo',
  'buildah',
  'npm',
  'ldd',
  'busybox',
  'dnsmasq',
  'ip',
  'unshare',
  'nsenter',
  'tar',
]

const isFile = (path: string): boolean => {
  try {
    accessSync(path, constants.F_OK)
    return true
  } catch {
    return false
  }
}

const isOnPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((directory) => isFile(join(directory, program)))

/** Why this machine cannot be a node, with the step to take; undefined when it can. */
export const whyNoNode = (kubernetes: KubernetesVersion): string | undefined => {
  if (process.platform !== 'linux') return `a node needs Linux, this is ${process.platform}`
  if (process.getuid?.() !== 0) return 'a node needs root, for its namespaces and mounts: run it with sudo'
  const missing = PROGRAMS.filter((program) => !isOnPath(program))
  if (!isFile('/usr/lib/cni/bridge')) missing.push('/usr/lib/cni/bridge')
  if (missing.length > 0)
    return `a node needs ${missing.join(', ')}. On Debian: test/cluster/node/install-debian-packages`
  return whyNoBinaries(clusterBinaries, kubernetes)
}
