import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild } from '../processes/child.ts'
import type { Replay, Replayed } from './messages.ts'

export interface ReplayServer {
  readonly kubeconfig: string
  readonly replay: (replay: Replay) => Promise<Replayed>
  readonly stop: () => Promise<void>
}

const main = fileURLToPath(new URL('replayServerMain.ts', import.meta.url))

/** Starts a server with so many pods, in a process of its own. */
export const startReplayServer = async (pods: number): Promise<ReplayServer> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pullkeeper-bench-'))
  const child = startChild(main, [String(pods)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { kubeconfig: text } = await child.next<{ readonly kubeconfig: string }>()
  const kubeconfig = path.join(directory, 'kubeconfig')
  await writeFile(kubeconfig, text, { mode: 0o600 })
  return {
    kubeconfig,
    replay: (replay) => {
      child.process.send(replay)
      return child.next<Replayed>()
    },
    stop: async () => {
      await child.end()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
