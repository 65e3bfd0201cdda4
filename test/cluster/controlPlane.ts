/**
 * A real Kubernetes control plane for tests and the demo:
 *
 *     const controlPlane = await startControlPlane()
 *     await kubectlOrThrow(controlPlane, ['get', 'namespaces'])
 *     readAuditLog(controlPlane.auditLogPath)
 *     await kubeconfigOfServiceAccount(controlPlane, { namespace: 'pullkeeper-system', name: 'pullkeeper' })
 *     await controlPlane.apiServer.stop()   // and .start(): the server gone in the middle, and back
 *     await controlPlane.end()
 *
 * Tests of the jest project `control-plane` find one that runs: see ../integration/support/startControlPlane.ts.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterAccess } from './access.ts'
import { apiGet } from './apiRequest.ts'
import { ensureBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { startControl } from './control.ts'
import { NODE_NAME, writeControlPlaneFiles } from './controlPlaneFiles.ts'
import { apiServerFlags, controllerManagerFlags, etcdFlags, schedulerFlags } from './controlPlaneFlags.ts'
import { eventually } from './eventually.ts'
import { freePorts } from './freePorts.ts'
import { writeKubeconfig } from './kubeconfig.ts'
import { KUBERNETES_VERSIONS, modulesOf } from './modules.ts'
import type { BinaryName, KubernetesVersion } from './modules.ts'
import { PortTaken, startProgram } from './program.ts'
import type { Program } from './program.ts'
import { makeRunDirectory } from './runDirectory.ts'

export interface ControlPlaneOptions {
  readonly kubernetes?: KubernetesVersion
  /** Flags of kube-apiserver beside ours. */
  readonly apiServerFlags?: readonly string[]
  /** Flags of kube-controller-manager beside ours; false: it does not run. */
  readonly controllerManager?: readonly string[] | false
  readonly scheduler?: boolean
  /** An address of this machine and a range of Services of its own, for pods to reach; by default loopback. */
  readonly network?: { readonly address: string; readonly serviceRange: string }
}

/** A control plane that is up, in the hands of the process that started it. */
export interface ControlPlane extends ClusterAccess {
  /** The API server alone, gone and back: same address, same data. Both do nothing when it is so already. */
  readonly apiServer: {
    readonly stop: () => Promise<void>
    readonly start: () => Promise<void>
  }
  /** What it consists of; one that ended by itself no longer runs. */
  /** With the right of the node NODE_NAME, for its kubelet. */
  readonly nodeKubeconfigPath: string
  readonly programs: () => readonly { readonly name: string; readonly running: boolean; readonly logPath: string }[]
  /** Ends all programs and removes the directory. Happens by itself when this process ends, however that is. */
  readonly end: () => Promise<void>
}

/** The programs that a control plane consists of. */
export const controlPlaneBinaries: readonly BinaryName[] = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
]

const versionOf = (kubernetes: KubernetesVersion): string =>
  modulesOf(kubernetes).find(({ packages }) => packages['kube-apiserver'] !== undefined)?.version ?? kubernetes

const LOOPBACK = { address: '127.0.0.1', serviceRange: '10.96.0.0/16' }

/** Where pods look for the Service `kubernetes`. */
const HTTPS_PORT = 443

const startPrograms = async (
  directory: string,
  binaries: Binaries,
  { apiServerFlags: more = [], controllerManager = [], scheduler = true, network }: ControlPlaneOptions,
) => {
  const files = writeControlPlaneFiles(directory)
  const [apiServer = 0, etcdClient = 0, etcdPeer = 0] = await freePorts(3)
  const at = {
    ...(network === undefined ? { ...LOOPBACK, apiServer } : { ...network, apiServer: HTTPS_PORT }),
    etcdClient,
    etcdPeer,
  }
  const url = `https://${at.address}:${at.apiServer}`
  const running = new Map<string, Program>()
  const run = (name: BinaryName, flags: readonly string[]) => {
    running.set(name, startProgram(directory, name, [binaries(name), ...flags]))
  }
  const answers = async (path: string) => {
    for (const program of running.values()) program.mustRun()
    const certificateAuthority = readFileSync(files.certificateAuthority, 'utf8')
    const { status, body } = await apiGet({ url, certificateAuthority, token: files.adminToken }, path)
    if (status !== 200) throw new Error(`${path} answers ${status}: ${body.slice(-600)}`)
    return true
  }
  const startApiServer = async () => {
    run('kube-apiserver', [...apiServerFlags(files, at), ...more])
    await eventually('kube-apiserver is ready', () => answers('/readyz'))
  }
  const end = async () => {
    await Promise.all([...running.values()].map((program) => program.end()))
  }
  try {
    run('etcd', etcdFlags(files, at))
    await startApiServer()
    const { certificateAuthority: certificateAuthorityPath, adminToken: token } = files
    writeKubeconfig(files.kubeconfig, { url, certificateAuthorityPath, user: 'admin', token })
    writeKubeconfig(files.nodeKubeconfig, { url, certificateAuthorityPath, user: NODE_NAME, token: files.nodeToken })
    if (scheduler) run('kube-scheduler', schedulerFlags(files))
    if (controllerManager !== false) {
      run('kube-controller-manager', [...controllerManagerFlags(files), ...controllerManager])
      // Without it no pod can be made there: the sign that controllers are at work.
      await eventually('the ServiceAccount default exists', () =>
        answers('/api/v1/namespaces/default/serviceaccounts/default'),
      )
    }
  } catch (error) {
    await end()
    throw error
  }
  const apiServerControl = {
    stop: async () => {
      await running.get('kube-apiserver')?.end()
      running.delete('kube-apiserver')
    },
    start: async () => {
      if (!running.has('kube-apiserver')) await startApiServer()
    },
  }
  const programs = () =>
    [...running.values()].map((program) => ({
      name: program.name,
      running: program.isRunning(),
      logPath: program.logPath,
    }))
  return { files, url, apiServer: apiServerControl, programs, end }
}

const TRIES = 3

/**
 * Starts etcd, kube-apiserver, kube-controller-manager and kube-scheduler on free ports of loopback, in a directory of
 * their own, within about five seconds; builds first what is not built yet (see ensureBinaries). Any number can stand
 * side by side. They end with this process, by whatever it ends. Throws with the end of the log of what did not start.
 */
export const startControlPlane = async (options: ControlPlaneOptions = {}): Promise<ControlPlane> => {
  const kubernetes = options.kubernetes ?? KUBERNETES_VERSIONS[0]
  const binaries = await ensureBinaries(controlPlaneBinaries, kubernetes)
  for (let tries = 1; ; tries += 1) {
    const { path: directory, remove } = await makeRunDirectory()
    try {
      const { files, url, apiServer, programs, end } = await startPrograms(directory, binaries, options)
      const controlSocket = join(directory, 'control.sock')
      const closeControl = await startControl(controlSocket, {
        'stop-api-server': apiServer.stop,
        'start-api-server': apiServer.start,
      })
      return {
        directory,
        url,
        certificateAuthorityPath: files.certificateAuthority,
        adminToken: files.adminToken,
        kubeconfigPath: files.kubeconfig,
        nodeKubeconfigPath: files.nodeKubeconfig,
        kubectl: binaries('kubectl'),
        auditLogPath: files.auditLog,
        version: versionOf(kubernetes),
        controlSocket,
        apiServer,
        programs,
        end: async () => {
          await closeControl()
          await end()
          await remove()
        },
      }
    } catch (error) {
      await remove()
      // A port that was free when we asked.
      if (!(error instanceof PortTaken) || tries === TRIES) throw error
    }
  }
}
