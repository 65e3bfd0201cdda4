import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startChild, type Child } from './child.ts'
import type { ServerMessage } from './messages.ts'

/** An API server in a process of its own, whose first message was its kubeconfig. */
export interface ServerChild {
  readonly child: Child
  /** A file. */
  readonly kubeconfig: string
  readonly stop: () => Promise<void>
}

/**
 * Starts a server with a cluster of so many pods.
 *
 * @param flags of Node, beside those that every server gets
 */
export const startServerChild = async (
  main: string,
  pods: number,
  flags: readonly string[] = [],
): Promise<ServerChild> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pullkeeper-bench-'))
  const child = startChild(main, [String(pods)], {
    execArgv: [...flags, '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { kubeconfig: text } = await child.next<ServerMessage>()
  const kubeconfig = path.join(directory, 'kubeconfig')
  await writeFile(kubeconfig, text, { mode: 0o600 })
  return {
    child,
    kubeconfig,
    stop: async () => {
      await child.end()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
