import { Command, Option } from 'commander'
import { operatorOf, operatorOptions, type OperatorValues } from '../audit/operatorOptions.ts'
import type { OperatorSetup } from '../audit/operatorSetup.ts'
import { complain, exitStatus, tellBadInput } from '../badInput.ts'
import { clusterOptions, namespaceOption, type ClusterValues } from '../clusterOptions.ts'
import type { InputProblem } from '../input/problem.ts'
import { outputOption, printAnswer, type OutputFormat } from '../output.ts'
import type { Terminal } from '../terminal.ts'
import type { Explanation } from './explanation.ts'
import type { Lookup } from './lookup.ts'
import { parseTargets, type Target } from './target.ts'

interface Values extends ClusterValues, OperatorValues {
  readonly filename: readonly string[]
  readonly namespace?: string
  readonly output: OutputFormat
}

interface Place {
  readonly lookup: Lookup
  readonly namespace: string
  readonly close: () => void
  readonly problems: readonly InputProblem[]
}

const fromFiles = async (values: Values, terminal: Terminal): Promise<Place> => {
  const [{ createFileStore }, { readFiles }, { createProgress }] = await Promise.all([
    import('./fileLookup.ts'),
    import('../audit/fromFiles.ts'),
    import('../progress.ts'),
  ])
  const namespace = values.namespace ?? 'default'
  const store = createFileStore(namespace)
  const problems: InputProblem[] = []
  const progress = createProgress(terminal)
  let objects = 0
  await readFiles(
    values.filename,
    {
      count: () => objects,
      skip: () => undefined,
      take: ({ kind, object }) => {
        objects += 1
        store.add(kind, object)
        return undefined
      },
      problem: (problem) => void problems.push(problem),
    },
    terminal,
    progress,
  )
  progress.end()
  return { lookup: store.lookup, namespace, close: () => undefined, problems }
}

const fromCluster = async (values: Values, signal: AbortSignal): Promise<Place> => {
  const [{ connect }, { clusterLookup }] = await Promise.all([import('../connect.ts'), import('./lookup.ts')])
  const { client, namespace, close } = connect(values)
  return { lookup: clusterLookup(client, signal), namespace: values.namespace ?? namespace, close, problems: [] }
}

const explainOne = async (
  target: Target,
  { lookup, namespace }: Place,
  operator: OperatorSetup,
): Promise<Explanation | { readonly problem: string }> => {
  const [{ findSubject }, { gather }, { explain }] = await Promise.all([
    import('./subject.ts'),
    import('./gather.ts'),
    import('./explain.ts'),
  ])
  const found = await findSubject(target, namespace, lookup)
  if (!found.ok) return found
  const facts = await gather(found.subject, lookup, operator)
  return 'problem' in facts
    ? { problem: `${target.kind} ${namespace}/${target.name}: ${facts.problem}` }
    : explain(facts)
}

const isExplanation = (answer: Explanation | { readonly problem: string }): answer is Explanation => 'kind' in answer

const run = async (
  targets: readonly Target[],
  values: Values,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> => {
  const place = values.filename.length > 0 ? await fromFiles(values, terminal) : await fromCluster(values, signal)
  try {
    const answers: (Explanation | { readonly problem: string })[] = []
    for (const target of targets) answers.push(await explainOne(target, place, operatorOf(values)))
    const explanations = answers.filter(isExplanation)
    const { printExplanation } = await import('./printExplanation.ts')
    const { printProblem } = await import('../input/problem.ts')
    const list = { apiVersion: 'pullkeeper.dev/v1alpha1', kind: 'ExplanationList', items: explanations }
    const answer = explanations.length === 1 && targets.length === 1 ? (explanations[0] ?? list) : list
    if (explanations.length > 0) {
      terminal.out(await printAnswer(values.output, answer, () => explanations.map(printExplanation).join('\n')))
    }
    for (const unread of new Set(explanations.flatMap((each) => each.unread))) complain(terminal, `not read: ${unread}`)
    const problems = [
      ...place.problems.map(printProblem),
      ...answers.flatMap((each) => (isExplanation(each) ? [] : [each.problem])),
    ]
    for (const problem of problems) complain(terminal, problem)
    return problems.length > 0 ? exitStatus.badInput : exitStatus.good
  } finally {
    place.close()
  }
}

const help = `
For each container, in this order: its image taken apart; the pull policy and what the next start does; the
credentials that kubelet tries; the platforms that its nodes need; the RuntimeClass; its hooks and how it stops; its
environment; and what fails now, with cause, remedy and next try. What one may not read is said.

Exit status: 0 when all was explained, 2 when something could not be.

Examples:
  pullkeeper explain deploy/web -n team
  pullkeeper explain pod/web-6d4b75cb6d-x7x9k -n team -o json
  pullkeeper explain deploy/web -n team -f dump.json
`

/** How the containers of a pod or a workload get their image and start, and what keeps them from it. */
export const explainCommand = (terminal: Terminal, signal: AbortSignal, finish: (status: number) => void): Command => {
  const command = new Command('explain')
    .description('how containers get their image and start, and what keeps them from it')
    .argument('<object...>', 'pod/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME, rc/NAME, job/NAME or cj/NAME')
    .addOption(
      new Option('-f, --filename <file>', 'look in manifests or dumps instead of the cluster; as for audit')
        .argParser((file: string, before: readonly string[]) => [...before, file])
        .default([], 'the cluster'),
    )
    .addOption(namespaceOption("namespace of the object (default: the context's)"))
  for (const option of [...operatorOptions(), ...clusterOptions(), outputOption()]) command.addOption(option)
  const targetsOf = (words: readonly string[]): readonly Target[] => {
    try {
      return parseTargets(words)
    } catch (error) {
      return command.error(`error: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return command.addHelpText('after', help).action(async (words: readonly string[], values: Values) => {
    const targets = targetsOf(words)
    finish(await run(targets, values, terminal, signal).catch((error: unknown) => tellBadInput(terminal, error)))
  })
}
