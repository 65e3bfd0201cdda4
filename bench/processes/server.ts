import type { Progress } from '../report/progress.ts'
import type { BenchServer } from './benchServer.ts'
import { startControlPlaneServer } from './controlPlaneServer.ts'
import { startEmbeddedServer } from './embeddedServer.ts'

export const serverKinds = ['embedded', 'control-plane'] as const
export type ServerKind = (typeof serverKinds)[number]

/** Starts a server with a cluster of so many pods (see shapeOf) and a policy that selects all of it. */
export const startServer = (kind: ServerKind, pods: number, progress: Progress): Promise<BenchServer> =>
  kind === 'embedded' ? startEmbeddedServer(pods) : startControlPlaneServer(pods, progress)
