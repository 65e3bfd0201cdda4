import { join } from 'node:path'
import type { ClusterAccess } from './access.ts'
import { run } from './command.ts'
import type { CommandResult } from './command.ts'

/** What kubectl needs of a cluster: its program, a kubeconfig, and a directory for what it remembers. */
export type KubectlAccess = Pick<ClusterAccess, 'kubectl' | 'kubeconfigPath' | 'directory'>

/**
 * Runs the real kubectl, as the administrator or with another kubeconfig. A failure is a status, not an exception;
 * rejects only when kubectl cannot be started.
 */
export const kubectl = (
  { kubectl: program, kubeconfigPath, directory }: KubectlAccess,
  args: readonly string[],
  { input = '', kubeconfig = kubeconfigPath }: { readonly input?: string; readonly kubeconfig?: string } = {},
): Promise<CommandResult> =>
  run([program, ...args], {
    input,
    env: {
      ...process.env,
      KUBECONFIG: kubeconfig,
      // Its discovery cache lives and goes with the cluster: the next one may have the same port.
      KUBECACHEDIR: join(directory, 'kubectl-cache'),
      KUBECTL_KUBERC: 'false',
    },
  })

/** kubectl that must succeed: gives its standard output, throws what it said. */
export const kubectlOrThrow = async (...call: Parameters<typeof kubectl>): Promise<string> => {
  const { status, stdout, stderr } = await kubectl(...call)
  if (status !== 0) throw new Error(`kubectl ${call[1].join(' ')}: exit status ${status}: ${stderr.trim()}`)
  return stdout
}
