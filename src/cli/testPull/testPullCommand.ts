import { randomBytes } from 'node:crypto'
import { Command, Option } from 'commander'
import { parseGoDuration } from '../../domain/credentialProvider/goDuration.ts'
import { parseImageReference } from '../../domain/image/reference.ts'
import { ending } from '../../errors.ts'
import { complain, exitStatus, tellBadInput } from '../badInput.ts'
import { checked } from '../checked.ts'
import { clusterOptions, namespaceOption, type ClusterValues } from '../clusterOptions.ts'
import { outputOption, printAnswer, type OutputFormat } from '../output.ts'
import { createProgress } from '../progress.ts'
import { printTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import type { PullTestResult } from './result.ts'

interface Values extends ClusterValues {
  readonly namespace?: string
  readonly serviceAccount: string
  readonly eachNode?: true
  readonly node?: string
  readonly timeout: number
  readonly output: OutputFormat
}

const longestTimeout = 3600

const parseTimeout = (text: string): number => {
  const milliseconds = parseGoDuration(text)
  const seconds = milliseconds === undefined ? undefined : milliseconds / 1000
  if (seconds === undefined || seconds < 1 || seconds > longestTimeout) {
    throw new RangeError('expected a time from 1s to 1h, such as 90s or 5m')
  }
  return Math.ceil(seconds)
}

const parseName = (text: string): string => {
  if (text.length > 253 || !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(text)) {
    throw new RangeError('expected the name of an object: lower-case letters, digits, - and .')
  }
  return text
}

/** A node names content by any repository that it has it from, which need not be the one that was asked for. */
const digestOf = (imageID: string): string => imageID.split('@').at(-1) ?? imageID

const forPeople = ({ results }: PullTestResult): string => {
  const rows = results.map(({ node = '-', result, cause = '-' }) => [node, result, cause])
  const [head = '', ...lines] = printTable([['NODE', 'RESULT', 'CAUSE'], ...rows])
    .trimEnd()
    .split('\n')
  const blocks = results.map(({ message, remedy, imageID }, index) =>
    [
      lines[index] ?? '',
      `    ${imageID === undefined ? message : `${message}: ${digestOf(imageID)}`}`,
      ...(remedy === undefined || remedy === '' ? [] : [`    Fix: ${remedy}`]),
    ]
      .map((line) => `${line}\n`)
      .join(''),
  )
  return `${head}\n${blocks.join('')}`
}

const run = async (image: string, values: Values, terminal: Terminal, signal: AbortSignal): Promise<number> => {
  const [{ connect }, { runPullTest }] = await Promise.all([import('../connect.ts'), import('./testPull.ts')])
  const connection = connect(values)
  const progress = createProgress(terminal)
  const test = {
    image,
    namespace: values.namespace ?? connection.namespace,
    serviceAccount: values.serviceAccount,
    run: randomBytes(4).toString('hex'),
    timeout: values.timeout,
  }
  try {
    const answer = await runPullTest({
      client: connection.client,
      test,
      eachNode: values.eachNode === true,
      node: values.node,
      signal,
      progress: progress.show,
      leftBehind: (error) => {
        progress.end()
        complain(
          terminal,
          `the test's pods could not be removed (${ending(error).line}); they end by themselves: kubectl -n ${test.namespace} delete pods -l pullkeeper.dev/test-pull=${test.run}`,
        )
      },
    })
    progress.end()
    terminal.out(await printAnswer(values.output, answer, () => forPeople(answer)))
    return answer.summary.failed > 0 ? exitStatus.found : exitStatus.good
  } catch (error) {
    progress.end()
    if (!signal.aborted) throw error
    complain(terminal, 'interrupted; the pods of the test are removed')
    return exitStatus.interrupted
  } finally {
    connection.close()
  }
}

const help = `
Makes a pod with imagePullPolicy Always, tells what came of its pull, and removes it, also when interrupted. Nothing
of the image is run. The pod gets the credentials that any pod of the ServiceAccount gets. Killed outright, it leaves
its pods: kubelet ends them a minute after --timeout, or when a pull that hangs has ended, and a later test-pull in the
namespace removes them (label pullkeeper.dev/test-pull).

Exit status: 0 pulled, 1 not pulled, 2 it could not be tried, 130 interrupted.

Examples:
  pullkeeper test-pull ghcr.io/acme/app:1 -n team
  pullkeeper test-pull ghcr.io/acme/app:1 -n team --service-account builder --each-node
`

/** The private image test: whether an image can be pulled in a namespace, and if not, why. */
export const testPullCommand = (terminal: Terminal, signal: AbortSignal, finish: (status: number) => void): Command => {
  const command = new Command('test-pull')
    .description('whether an image can be pulled in a namespace, by a pod that is removed again')
    .argument('<image>', 'image, as a pod names it')
    .addOption(namespaceOption("namespace of the pod (default: the context's)"))
    .addOption(
      new Option('--service-account <name>', 'ServiceAccount of the pod')
        .argParser(checked(parseName))
        .default('default'),
    )
    .addOption(new Option('--each-node', 'pull on every node, whatever its taints').conflicts('node'))
    .addOption(new Option('--node <name>', 'pull on this node').argParser(checked(parseName)))
    .addOption(
      new Option('--timeout <time>', 'how long a pull may take').argParser(checked(parseTimeout)).default(120, '2m'),
    )
  for (const option of [...clusterOptions(), outputOption()]) command.addOption(option)
  return command.addHelpText('after', help).action(async (image: string, values: Values) => {
    const parsed = parseImageReference(image)
    if (!parsed.ok)
      command.error(`error: ${JSON.stringify(image.slice(0, 120))} is no image reference: ${parsed.problem}`)
    finish(await run(image, values, terminal, signal).catch((error: unknown) => tellBadInput(terminal, error)))
  })
}
