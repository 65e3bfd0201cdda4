import type { Progress } from '../report/progress.ts'
import { startControlPlaneServer } from './controlPlaneServer.ts'
import { startEmbeddedServer } from './embeddedServer.ts'

/** An API server to measure against, with a cluster in it. */
export interface BenchServer {
  /** For conditions, such as `embedded API server`. */
  readonly name: string
  /** A file. */
  readonly kubeconfig: string
  readonly stop: () => Promise<void>
}

export const serverKinds = ['embedded', 'control-plane'] as const
export type ServerKind = (typeof serverKinds)[number]

/** Starts a server with a cluster of so many pods (see shapeOf) and a policy that selects all of it. */
export const startServer = (kind: ServerKind, pods: number, progress: Progress): Promise<BenchServer> =>
  kind === 'embedded' ? startEmbeddedServer(pods) : startControlPlaneServer(pods, progress)
