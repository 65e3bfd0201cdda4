import { Command, Option } from 'commander'
import { complain, exitStatus, tellBadInput } from '../badInput.ts'
import { clusterOptions, namespaceOption, type ClusterValues } from '../clusterOptions.ts'
import { operatorOf, operatorOptions, type OperatorValues } from './operatorOptions.ts'
import { failOnOption, reaches, type FailOn } from '../failOn.ts'
import type { InputProblem } from '../input/problem.ts'
import { outputOption, printAnswer, type OutputFormat } from '../output.ts'
import { createProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import type { FindingList } from './findingList.ts'

interface Values extends ClusterValues, OperatorValues {
  readonly filename: readonly string[]
  readonly namespace?: string
  readonly allNamespaces?: true
  readonly failOn: FailOn
  readonly output: OutputFormat
}

interface Audited {
  readonly list: FindingList
  /** What could not be read and should have been; the rest of `unread` is what one may not see. */
  readonly incomplete: boolean
}

const nothingToAudit = 'there is nothing to audit: no pod, no workload, no pull secret'

const audit = async (values: Values, terminal: Terminal, signal: AbortSignal): Promise<Audited> => {
  // Loaded now, so that help and version need none of it.
  const [{ createInventory }, { createTake }, { conclude }, { findingList }] = await Promise.all([
    import('./inventory.ts'),
    import('./takeObject.ts'),
    import('./conclude.ts'),
    import('./findingList.ts'),
  ])
  const inventory = createInventory()
  inventory.operator = operatorOf(values)
  const problems: InputProblem[] = []
  const refused: InputProblem[] = []
  const problem = (one: InputProblem): void => void problems.push(one)
  const progress = createProgress(terminal)
  try {
    if (values.filename.length > 0) {
      const { readFiles } = await import('./fromFiles.ts')
      const { namespace } = values
      const take = createTake(inventory, {
        defaultNamespace: namespace ?? 'default',
        ...(namespace !== undefined && { onlyNamespace: namespace }),
      })
      const skip = (): void => {
        inventory.skipped += 1
      }
      const count = (): number => inventory.objects
      await readFiles(values.filename, { take, skip, problem, count }, terminal, progress)
      if (inventory.objects === 0 && problems.length === 0) problem({ message: nothingToAudit })
    } else {
      const [{ connect }, { readCluster }] = await Promise.all([import('../connect.ts'), import('./fromCluster.ts')])
      const connection = connect(values)
      try {
        const namespace = values.allNamespaces === true ? undefined : (values.namespace ?? connection.namespace)
        const take = createTake(inventory, { defaultNamespace: namespace ?? 'default' })
        await readCluster({
          client: connection.client,
          namespace,
          inventory,
          take,
          problem,
          refused: (one) => void refused.push(one),
          progress,
          signal,
        })
      } finally {
        connection.close()
      }
    }
  } finally {
    progress.end()
  }
  const objects = { read: inventory.objects, passedOver: inventory.skipped }
  return {
    list: findingList(conclude(inventory), objects, [...problems, ...refused]),
    incomplete: problems.length > 0,
  }
}

const run = async (values: Values, terminal: Terminal, signal: AbortSignal): Promise<number> => {
  const { list, incomplete } = await audit(values, terminal, signal)
  const { printFindings, unreadLines } = await import('./printFindings.ts')
  terminal.out(await printAnswer(values.output, list, () => printFindings(list, terminal.colours)))
  for (const line of unreadLines(list)) complain(terminal, line)
  if (incomplete) return exitStatus.badInput
  return list.items.some(({ severity }) => reaches(severity, values.failOn)) ? exitStatus.found : exitStatus.good
}

const help = `
Without -f the cluster is audited: the context's namespace, -n another, -A all. What one may not list is said.

Exit status: 0 nothing at or above --fail-on, 1 something, 2 input that could not be read, or no cluster; what could
be read is reported all the same.

Examples:
  pullkeeper audit -A                                              what cannot start in the cluster, and why
  pullkeeper audit -f manifests/ --fail-on warning                 in CI, before anything is applied
  kubectl kustomize overlays/prod | pullkeeper audit -f -
  kubectl get pods,events,secrets,serviceaccounts,nodes,runtimeclasses -A -o json > dump.json
  pullkeeper audit -f dump.json -o json
`

/** What cannot start, and what will not, over a cluster or over files. */
export const auditCommand = (terminal: Terminal, signal: AbortSignal, finish: (status: number) => void): Command => {
  const command = new Command('audit')
    .description('what cannot start and why, over a cluster, manifests or dumps')
    .addOption(
      new Option(
        '-f, --filename <file>',
        'manifests or kubectl get -o json dumps: a file, a folder, or - for standard input; repeatable',
      )
        .argParser((file: string, before: readonly string[]) => [...before, file])
        .default([], 'the cluster'),
    )
    .addOption(
      namespaceOption("only this namespace; with -f also that of objects which name none (default: the context's)"),
    )
    .addOption(new Option('-A, --all-namespaces', 'all namespaces of the cluster').conflicts('namespace'))
  for (const option of [...operatorOptions(), ...clusterOptions(), failOnOption(), outputOption()])
    command.addOption(option)
  return command.addHelpText('after', help).action(async (values: Values) => {
    finish(await run(values, terminal, signal).catch((error: unknown) => tellBadInput(terminal, error)))
  })
}
