/** What a global setup made, and its teardown ends. */
interface Running {
  readonly end: () => Promise<void>
}

let running: Running | undefined

/** Setup and teardown run in one process, each as a module of its own loading; this module is loaded once. */
export const keepForTeardown = (made: Running): void => {
  running = made
}

/** Global teardown of the jest project `control-plane`. */
export default async function tearDown(): Promise<void> {
  await running?.end()
}
