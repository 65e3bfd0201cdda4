import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ClusterAccess } from './access.ts'

/** What a command said and how it ended. */
export interface CommandResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs the real kubectl, as the administrator or with another kubeconfig. A failure is a status, not an exception;
 * rejects only when kubectl cannot be started.
 */
export const kubectl = async (
  { kubectl: program, kubeconfigPath, directory }: ClusterAccess,
  args: readonly string[],
  { input = '', kubeconfig = kubeconfigPath }: { readonly input?: string; readonly kubeconfig?: string } = {},
): Promise<CommandResult> => {
  const child = spawn(program, args, {
    env: {
      ...process.env,
      KUBECONFIG: kubeconfig,
      // Its discovery cache lives and goes with the cluster: the next one may have the same port.
      KUBECACHEDIR: join(directory, 'kubectl-cache'),
      KUBECTL_KUBERC: 'false',
    },
  })
  const status = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve(code ?? 1)
    })
  })
  // A command that reads no input may be gone before it is written.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), status])
  return { status: code, stdout, stderr }
}

/** kubectl that must succeed: gives its standard output, throws what it said. */
export const kubectlOrThrow = async (...call: Parameters<typeof kubectl>): Promise<string> => {
  const { status, stdout, stderr } = await kubectl(...call)
  if (status !== 0) throw new Error(`kubectl ${call[1].join(' ')}: exit status ${status}: ${stderr.trim()}`)
  return stdout
}
