import { dirname } from 'node:path'
import { whyNoBinaries } from '../test/cluster/binaries.ts'
import { controlPlaneBinaries, startControlPlane } from '../test/cluster/controlPlane.ts'
import { KUBERNETES_VERSIONS } from '../test/cluster/modules.ts'
import { connectControlPlane } from '../test/integration/support/controlPlaneServer.ts'
import { startEmbeddedServer } from '../test/integration/support/embeddedServer.ts'
import { findProgram } from '../test/integration/support/findProgram.ts'
import type { TestServer } from '../test/integration/support/testServer.ts'

/** The API server of the story, and what to say of it. */
export interface DemoServer {
  readonly server: TestServer
  readonly introduction: string
  /** Commands with which a person goes on by hand. */
  readonly goingOn: readonly string[]
  readonly close: () => Promise<void>
}

/** What the machine lacks for the server that was asked for. */
export class MissingPrograms extends Error {
  override readonly name = 'MissingPrograms'
}

const embedded = async (): Promise<DemoServer> => {
  const server = await startEmbeddedServer()
  return {
    server,
    introduction:
      'The API server is an embedded one, and puppets play the controllers, the node and the private registry.',
    goingOn: [`export KUBECONFIG=${server.kubeconfig}`],
    close: server.close,
  }
}

const realControlPlane = async (): Promise<DemoServer> => {
  const [kubernetes] = KUBERNETES_VERSIONS
  const reason = whyNoBinaries(controlPlaneBinaries, kubernetes)
  if (reason !== undefined) throw new MissingPrograms(reason)
  // The puppet of a node sends no heartbeat: its pods must not be evicted for that.
  const controlPlane = await startControlPlane({ kubernetes, controllerManager: ['--node-monitor-grace-period=24h'] })
  const end = async (server?: TestServer) => {
    await server?.close()
    await controlPlane.end()
  }
  try {
    const server = await connectControlPlane(controlPlane)
    const { version, kubeconfigPath, kubectl } = controlPlane
    return {
      server,
      introduction: `The control plane is a real one (Kubernetes ${version}); puppets play the node and the private registry.`,
      goingOn: [
        ...(findProgram('kubectl') === undefined ? [`export PATH=${dirname(kubectl)}:$PATH`] : []),
        `export KUBECONFIG=${kubeconfigPath}`,
      ],
      close: () => end(server),
    }
  } catch (error) {
    await end()
    throw error
  }
}

/** Starts the server of the story. Rejects with MissingPrograms where a real one can neither be found nor built. */
export const startDemoServer = (real: boolean): Promise<DemoServer> => (real ? realControlPlane() : embedded())
