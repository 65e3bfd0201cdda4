import { fileURLToPath } from 'node:url'
import { startServerChild } from '../processes/serverChild.ts'
import type { Turn, Turned } from './messages.ts'

export interface FailingServer {
  readonly kubeconfig: string
  readonly turn: (turn: Turn) => Promise<Turned>
  readonly stop: () => Promise<void>
}

const main = fileURLToPath(new URL('failingServerMain.ts', import.meta.url))

export const startFailingServer = async (pods: number): Promise<FailingServer> => {
  const { child, kubeconfig, stop } = await startServerChild(main, pods, ['--max-old-space-size=8192'])
  return {
    kubeconfig,
    turn: (turn) => {
      child.process.send(turn)
      return child.next<Turned>()
    },
    stop,
  }
}
