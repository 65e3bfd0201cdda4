import { runProgram } from './cli/program.ts'

const stopping = new AbortController()

/** The first signal ends in good order, the second at once. */
const stop = (signal: NodeJS.Signals): void => {
  if (stopping.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143)
  stopping.abort()
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
// The reader of our output has gone (`| head`): there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  process.exitCode = await runProgram(process.argv, process.env, stopping.signal)
} catch (error) {
  console.error(`pullkeeper: ${error instanceof Error ? error.message : String(error)}`)
  if (process.env['PULLKEEPER_DEBUG'] && error instanceof Error) console.error(error.stack)
  process.exitCode = 1
}
