import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../eventually.ts'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'

/** The walls around a node: namespaces of Linux, with whatever runs in them. */
export interface NodeNamespaces {
  /** As this machine sees the first process inside. */
  readonly pid: number
  /** A command that runs another one inside. Its working directory is the root. */
  readonly inside: (command: readonly string[]) => readonly string[]
  readonly program: Program
}

/**
 * What the first process inside does. The paths that kubelet, containerd, runc and CNI plugins cannot be talked out of
 * (below /run, /var/lib and /var/log) become the run's own, so that two nodes share nothing and this machine keeps
 * nothing. The loop reaps what is orphaned inside.
 */
const first = `
set -e
read -r pid _ </proc/self/stat
mount --make-rprivate /
mount -t proc proc /proc
mount --bind "$1/var-lib" /var/lib
mount --bind "$1/var-log" /var/log
mount --bind "$1/resolv.conf" /etc/resolv.conf
mount -t tmpfs -o mode=755 tmpfs /run
ip link set lo up
echo "$pid" >"$1/namespaces.pid.new"
mv "$1/namespaces.pid.new" "$1/namespaces.pid"
while :; do sleep 3600 & wait $!; done`

/**
 * Makes namespaces for processes, mounts and the network. When their first process ends, and it ends with us, the
 * kernel kills all others inside, unmounts and takes down the network: nothing can stay behind. Needs root.
 */
export const makeNamespaces = async (directory: string): Promise<NodeNamespaces> => {
  for (const name of ['var-lib', 'var-log']) mkdirSync(join(directory, name))
  // dnsmasq, inside.
  writeFileSync(join(directory, 'resolv.conf'), 'nameserver 127.0.0.1\n')
  const unshare = ['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child=KILL']
  const program = startProgram(directory, 'namespaces', [...unshare, 'sh', '-c', first, 'first', directory])
  const pid = await eventually('the namespaces of the node are made', () => {
    program.mustRun()
    return Promise.resolve(Number(readFileSync(join(directory, 'namespaces.pid'), 'utf8')))
  })
  return {
    pid,
    inside: (command) => ['nsenter', `--target=${pid}`, '--net', '--mount', '--pid', '--', ...command],
    program,
  }
}
