import { fileURLToPath } from 'node:url'
import type { BenchServer } from './benchServer.ts'
import { startServerChild } from './serverChild.ts'

const main = fileURLToPath(new URL('embeddedServerMain.ts', import.meta.url))

/** Starts the embedded API server with a cluster of so many pods (see shapeOf) and a policy that selects all of it. */
export const startEmbeddedServer = async (pods: number): Promise<BenchServer> => {
  const { kubeconfig, stop } = await startServerChild(main, pods, ['--max-old-space-size=8192'])
  return { name: 'embedded API server', kubeconfig, stop }
}
