import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../command.ts'
import { eventually } from '../eventually.ts'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { AT_END } from '../runDirectory.ts'
import type { NodeAccess } from './access.ts'
import { containerdCommand, kubeletCommand, REMOVE_CGROUPS, socketOf } from './containerd.ts'
import { importImage, makeImages, pushEveryImage } from './images.ts'
import type { NodeNamespaces } from './namespaces.ts'
import type { NodeNetwork } from './network.ts'
import { nameServerCommand, PORTS, registries, registryCommands, writePassword } from './registries.ts'

/** What a node is started with. */
export interface NodeParts {
  /** An empty directory of its own. */
  readonly directory: string
  readonly namespaces: NodeNamespaces
  readonly network: NodeNetwork
  readonly name: string
  readonly kubelet: string
  /** Of the control plane, with the right of a node of this name. */
  readonly kubeconfig: string
}

/** A node's programs that run, and what tests need to know of it. */
export interface Node {
  readonly access: NodeAccess
  readonly programs: readonly Program[]
  readonly end: () => Promise<void>
}

const accessOf = ({ directory, name, network }: NodeParts): NodeAccess => ({
  name,
  directory,
  address: network.node,
  containerdSocket: socketOf(directory),
  account: { user: 'robot', password: 's3cret' },
  htpasswdPath: join(directory, 'htpasswd'),
  proxySocket: join(directory, 'proxy.sock'),
})

/** Nobody is there: no answer comes from it, not even a refusal. */
const nowhereOf = ({ node }: NodeNetwork): string => node.replace(/\d+$/, '15')

/** Starts name server, registries, containerd and kubelet inside the node's namespaces, and fills the registries. */
export const startNode = async (parts: NodeParts): Promise<Node> => {
  const { directory, namespaces, network } = parts
  const access = accessOf(parts)
  const programs: Program[] = []
  const start = (name: string, command: readonly string[]) => {
    programs.push(startProgram(directory, name, namespaces.inside(command)))
  }
  const mustRun = () => {
    for (const program of programs) program.mustRun()
  }
  const end = async () => {
    await Promise.all(programs.map((program) => program.end()))
  }
  /** As soon as a command succeeds. */
  const until = (what: string, command: readonly string[]) =>
    eventually(what, async () => {
      mustRun()
      const { status, stderr } = await run(command)
      if (status !== 0) throw new Error(stderr.trim())
      return true
    })
  try {
    mkdirSync(join(directory, 'cni'))
    writeFileSync(join(directory, AT_END), REMOVE_CGROUPS)
    await Promise.all([writePassword(access.htpasswdPath, access.account), makeImages(directory)])
    start('name-server', nameServerCommand(network.node, nowhereOf(network)))
    for (const [name, command] of registryCommands(directory, access.htpasswdPath)) start(name, command)
    start('registry-proxy', [
      process.execPath,
      join(import.meta.dirname, 'registryProxy.ts'),
      String(PORTS.proxy),
      String(PORTS.private),
      access.proxySocket,
    ])
    start('containerd', containerdCommand(directory, network))
    await until('containerd answers', ['ctr', '--address', access.containerdSocket, 'version'])
    await importImage(access.containerdSocket, join(directory, 'images', 'pause'))
    start('kubelet', kubeletCommand(directory, network, { ...parts, nodeName: parts.name }))
    await eventually('images are in the registries', async () => {
      mustRun()
      // In all registries, for they share their storage.
      const { pushHost } = registries(access).public
      await pushEveryImage(directory, { pushHost, plainHttp: true })
      return true
    })
  } catch (error) {
    await end()
    throw error
  }
  return { access, programs, end }
}
