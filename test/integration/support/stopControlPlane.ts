import type { ControlPlane } from '../../cluster/controlPlane.ts'

let running: ControlPlane | undefined

/** Setup and teardown run in one process, each as a module of its own loading; this module is loaded once. */
export const keepForTeardown = (controlPlane: ControlPlane): void => {
  running = controlPlane
}

/** Global teardown of the jest project `control-plane`. */
export default async function tearDown(): Promise<void> {
  await running?.end()
}
