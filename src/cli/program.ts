import { basename } from 'node:path'
import { Command, CommanderError } from 'commander'
import { version } from '../version.ts'
import { controllerCommand } from './controllerCommand.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Exit statuses: 0 done, 1 failed, 2 called wrongly. */
const usageError = 2

/** As a plugin of kubectl it is called by another name, and should speak of itself by that. */
const nameOf = (script: string): string =>
  basename(script).startsWith('kubectl-') ? 'kubectl pullkeeper' : 'pullkeeper'

const epilogue = `
Documentation: docs/ of the package. Policies are declared in the cluster: kubectl explain imagepolicy
`

const build = (script: string, env: Env, signal: AbortSignal, finish: (status: number) => void): Command => {
  const program = new Command(nameOf(script))
    .description(
      'Keeps containers able to start: hands out registry credentials and says why a container cannot start.',
    )
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError()
    .showHelpAfterError(`(${nameOf(script)} --help tells more)`)
    .addHelpText('after', epilogue)
    .exitOverride()
  const run = async (config: Parameters<Parameters<typeof controllerCommand>[0]>[0]): Promise<void> => {
    const { runController } = await import('../app.ts')
    finish(await runController(config, signal))
  }
  program.addCommand(controllerCommand(run, env).copyInheritedSettings(program))
  program
    .command('version')
    .description('print the version')
    .action(() => console.log(version))
  return program
}

/**
 * Runs one command line and gives its exit status.
 *
 * @param argv as process.argv: interpreter, script, arguments
 * @param signal aborted when the command is to end
 */
export const runProgram = async (argv: readonly string[], env: Env, signal: AbortSignal): Promise<number> => {
  let status = 0
  const program = build(argv[1] ?? '', env, signal, (finished) => {
    status = finished
  })
  if (argv.length <= 2) {
    program.outputHelp({ error: true })
    return usageError
  }
  try {
    await program.parseAsync([...argv])
    return status
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? 0 : usageError
  }
}
