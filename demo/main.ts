import { constants } from 'node:os'
import { help, readOptions } from './options.ts'
import { runDemo } from './runDemo.ts'
import { createScreen } from './screen.ts'

const stopping = new AbortController()

/** How a shell shows the end by a signal. */
const statusOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal]

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked twice: at once, without taking anything away.
    if (stopping.signal.aborted) process.exit(statusOf(signal))
    stopping.abort(signal)
  })
}
// The reader of our output has gone (`| head`): there is nobody left to tell anything.
process.stdout.on('error', () => stopping.abort('SIGPIPE'))

const asked = readOptions(process.argv.slice(2))
switch (asked.to) {
  case 'help':
    console.log(help)
    break
  case 'nothing':
    console.error(`demo: ${asked.wrong} (npm run demo -- --help tells more)`)
    process.exitCode = 2
    break
  case 'run': {
    const exit = asked.options.exit || !process.stdout.isTTY
    try {
      process.exitCode = await runDemo({ ...asked.options, exit }, createScreen(process.stdout), stopping.signal)
    } catch (error) {
      if (!stopping.signal.aborted) throw error
      process.exitCode = 130
    }
  }
}
