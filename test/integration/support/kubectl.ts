import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export interface KubectlResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs kubectl against the server; a failure is a status, not an exception. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<KubectlResult>

/**
 * kubectl with a kubeconfig and a discovery cache of its own: another server may have had the same address before.
 *
 * @param directory for the cache
 */
export const kubectlWith =
  (program: string, kubeconfig: string, directory: string): Kubectl =>
  async (args, input = '') => {
    const child = spawn(program, [`--kubeconfig=${kubeconfig}`, ...args], {
      env: { ...process.env, KUBECACHEDIR: join(directory, 'kubectl-cache'), KUBECTL_KUBERC: 'false' },
    })
    const status = new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? 1))
    })
    // A command that reads no input may be gone before it is written.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), status])
    return { status: code, stdout, stderr }
  }
