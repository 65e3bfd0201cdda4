import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild } from './child.ts'
import type { ServerMessage } from './messages.ts'
import type { BenchServer } from './benchServer.ts'

const main = fileURLToPath(new URL('embeddedServerMain.ts', import.meta.url))

/** Starts the embedded API server with a cluster of so many pods (see shapeOf) and a policy that selects all of it. */
export const startEmbeddedServer = async (pods: number): Promise<BenchServer> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pullkeeper-bench-'))
  const child = startChild(main, [String(pods)], {
    execArgv: ['--max-old-space-size=8192', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { kubeconfig } = await child.next<ServerMessage>()
  const file = path.join(directory, 'kubeconfig')
  await writeFile(file, kubeconfig, { mode: 0o600 })
  return {
    name: 'embedded API server',
    kubeconfig: file,
    stop: async () => {
      await child.end()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
