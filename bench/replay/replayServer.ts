import { fileURLToPath } from 'node:url'
import { startServerChild } from '../processes/serverChild.ts'
import type { Replay, Replayed } from './messages.ts'

export interface ReplayServer {
  readonly kubeconfig: string
  readonly replay: (replay: Replay) => Promise<Replayed>
  readonly stop: () => Promise<void>
}

const main = fileURLToPath(new URL('replayServerMain.ts', import.meta.url))

/** Starts a server with so many pods, in a process of its own. */
export const startReplayServer = async (pods: number): Promise<ReplayServer> => {
  const { child, kubeconfig, stop } = await startServerChild(main, pods)
  return {
    kubeconfig,
    replay: (replay) => {
      child.process.send(replay)
      return child.next<Replayed>()
    },
    stop,
  }
}
