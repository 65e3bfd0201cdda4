import { basename } from 'node:path'
import { Command, CommanderError } from 'commander'
import { version } from '../version.ts'
import { auditCommand } from './audit/auditCommand.ts'
import { controllerCommand } from './controllerCommand.ts'
import { credentialsCommand } from './credentials/credentialsCommand.ts'
import { explainCommand } from './explain/explainCommand.ts'
import { testPullCommand } from './testPull/testPullCommand.ts'
import { processTerminal } from './terminal.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Exit statuses: 0 done, 1 failed, 2 called wrongly. */
const usageError = 2

/** As a plugin of kubectl it is called by another name, and should speak of itself by that. */
const nameOf = (script: string): string =>
  basename(script).startsWith('kubectl-') ? 'kubectl pullkeeper' : 'pullkeeper'

const epilogue = `
Examples:
  kubectl apply -k config/default                      install it in a cluster
  kubectl explain imagepolicy.spec                     what a policy can say
  pullkeeper controller --kubeconfig ~/.kube/config    run it on your own machine
  pullkeeper explain deploy/web -n team                how its containers start, and what keeps them from it
  pullkeeper audit -A                                  what cannot start in the cluster, and why
  pullkeeper audit -f manifests/                       what will not start, before it is applied
  pullkeeper credentials match IMAGE -f config.json    which credentials kubelet would try
  pullkeeper test-pull IMAGE -n team                   whether it can be pulled there, and if not, why
`

/** What commander cannot know: of `-f *.yaml` the shell makes one file with -f and others without. */
const hintFor = (text: string): string =>
  text.startsWith("error: too many arguments for 'audit'") ? ': give each file by a -f of its own, or its folder' : ''

/** Commander spreads a mistake, its guess and its hint over lines; whoever reads a log wants them in one. */
const inOneLine = (text: string, help: string): string =>
  `pullkeeper: ${text
    .trim()
    .replace(/^error: /, '')
    .replace(/\.?\s*\n\s*/g, ' ')
    .replace(/\.$/, '')}${hintFor(text)} (${help} --help tells more)\n`

const tellMistakes = (command: Command, calledBy: string): Command =>
  command.configureOutput({ outputError: (text, write) => write(inOneLine(text, calledBy)) })

/** Gives a command and those below it the settings of the program, and each its own name to speak of itself by. */
const adopt = (parent: Command, command: Command, calledBy: string): void => {
  const name = `${calledBy} ${command.name()}`
  tellMistakes(command.copyInheritedSettings(parent), name)
  for (const child of command.commands) adopt(command, child, name)
}

/**
 * All commands, ready to parse a command line.
 *
 * @param script the name that it was called by
 */
export const createProgram = (
  script: string,
  env: Env,
  signal: AbortSignal,
  finish: (status: number) => void,
): Command => {
  const name = nameOf(script)
  const program = tellMistakes(new Command(name), name)
    .description(
      'Keeps containers able to start: hands out registry credentials and says why a container cannot start.',
    )
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError()
    .addHelpText('after', epilogue)
    .exitOverride()
  const run = async (config: Parameters<Parameters<typeof controllerCommand>[0]>[0]): Promise<void> => {
    const { runController } = await import('../app.ts')
    finish(await runController(config, signal))
  }
  const terminal = processTerminal(env)
  for (const command of [
    controllerCommand(run, env),
    explainCommand(terminal, signal, finish),
    auditCommand(terminal, signal, finish),
    credentialsCommand(terminal, finish),
    testPullCommand(terminal, signal, finish),
  ]) {
    adopt(program, command, name)
    program.addCommand(command)
  }
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
  const program = createProgram(argv[1] ?? '', env, signal, (finished) => {
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
