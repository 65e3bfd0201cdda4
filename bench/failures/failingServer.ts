import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild } from '../processes/child.ts'
import type { ServerMessage } from '../processes/messages.ts'
import type { Turn, Turned } from './messages.ts'

export interface FailingServer {
  readonly kubeconfig: string
  readonly turn: (turn: Turn) => Promise<Turned>
  readonly stop: () => Promise<void>
}

const main = fileURLToPath(new URL('failingServerMain.ts', import.meta.url))

export const startFailingServer = async (pods: number): Promise<FailingServer> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pullkeeper-bench-'))
  const child = startChild(main, [String(pods)], {
    execArgv: ['--max-old-space-size=8192', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { kubeconfig: text } = await child.next<ServerMessage>()
  const kubeconfig = path.join(directory, 'kubeconfig')
  await writeFile(kubeconfig, text, { mode: 0o600 })
  return {
    kubeconfig,
    turn: (turn) => {
      child.process.send(turn)
      return child.next<Turned>()
    },
    stop: async () => {
      await child.end()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
