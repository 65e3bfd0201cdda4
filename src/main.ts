import { runProgram } from './cli/program.ts'
import { ending } from './errors.ts'

const stopping = new AbortController()

/** The first signal ends in good order, the second at once. */
const stop = (signal: NodeJS.Signals): void => {
  if (stopping.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143)
  stopping.abort()
}

/** One line for whoever called; the stack only for whoever asks for it. */
const fail = (error: unknown): number => {
  const { line, exitStatus } = ending(error)
  console.error(`pullkeeper: ${line}`)
  if (process.env['PULLKEEPER_DEBUG'] && error instanceof Error) console.error(error.stack)
  return exitStatus
}

process.on('SIGINT', stop)
process.on('SIGTERM', stop)
// Nothing is known of the state after these: what restarts the process brings it back from what is on the objects.
process.on('uncaughtException', (error) => process.exit(fail(error)))
process.on('unhandledRejection', (error) => process.exit(fail(error)))
// The reader of our output has gone (`| head`): there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  process.exitCode = await runProgram(process.argv, process.env, stopping.signal)
} catch (error) {
  // Whatever still holds the process (a connection, a timer) must not keep a failed command from ending.
  process.exit(fail(error))
}
