import { Command } from 'commander'
import type { CredentialMatch } from '../../domain/credentials/match.ts'
import { explainMismatch, matchCredentials } from '../../domain/credentials/match.ts'
import { parseImageReference, printImageReference } from '../../domain/image/reference.ts'
import { complain, exitStatus, tellBadInput } from '../badInput.ts'
import { outputOption, printAnswer, type OutputFormat } from '../output.ts'
import { printTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import type { FoundConfig } from './configsIn.ts'
import { noSources, sourceOptions, type SourceValues } from './sourceOptions.ts'
import { readSources, type CredentialSource } from './sources.ts'

interface Values extends SourceValues {
  readonly output: OutputFormat
}

/** The answer for programs: what kubelet tries for the image, in its order. */
interface Matches {
  readonly image: string
  readonly matches: readonly { readonly key: string; readonly source: string }[]
}

const forPeople = (image: string, { tries, passedOver }: CredentialMatch): string => {
  const heading = tries.length === 0 ? `No key matches ${image}.\n` : `Kubelet tries for ${image}, in this order:\n`
  const found = tries.map(({ key, secret }, index) => [String(index + 1), key, secret])
  const rest = passedOver.map(({ key, secret, because }) => [key, secret, explainMismatch(because)])
  return [
    heading,
    found.length === 0 ? '' : printTable([['#', 'KEY', 'SOURCE'], ...found]),
    rest.length === 0 ? '' : `\nNot tried:\n${printTable([['KEY', 'SOURCE', 'BECAUSE'], ...rest])}`,
  ].join('')
}

const refused = (found: readonly FoundConfig[]): readonly string[] =>
  found.flatMap(({ source, ...read }) => {
    if (!read.ok) return [`${source}: ${read.problem}`]
    return read.config.problems.map(
      (problem) =>
        `${source}: ${problem}; kubelet refuses the whole config, which fails every pull of a pod that names it`,
    )
  })

const match = async (
  image: string,
  sources: readonly CredentialSource[],
  values: Values,
  terminal: Terminal,
): Promise<number> => {
  const parsed = parseImageReference(image)
  if (!parsed.ok) {
    complain(terminal, `${JSON.stringify(image.slice(0, 120))} is no image reference: ${parsed.problem}`)
    return exitStatus.badInput
  }
  const found = await readSources(sources, values, terminal)
  const readable = found.flatMap(({ source, ...read }) =>
    read.ok && read.config.problems.length === 0
      ? [{ name: source, keys: read.config.entries.map(({ key }) => key) }]
      : [],
  )
  const matched = matchCredentials(parsed.reference, readable)
  const answer: Matches = { image, matches: matched.tries.map(({ key, secret }) => ({ key, source: secret })) }
  terminal.out(
    await printAnswer(values.output, answer, () => forPeople(printImageReference(parsed.reference), matched)),
  )
  const problems = refused(found)
  for (const problem of problems) complain(terminal, problem)
  if (problems.length > 0) return exitStatus.badInput
  return matched.tries.length === 0 ? exitStatus.found : exitStatus.good
}

const help = `
Exit status: 0 when something matches, 1 when nothing does, 2 when something could not be read.

Examples:
  pullkeeper credentials match ghcr.io/acme/app:1 -f ~/.docker/config.json
  pullkeeper credentials match ghcr.io/acme/app:1 --secret team/regcred --secret team/other
  kubectl get secret regcred -o json | pullkeeper credentials match ghcr.io/acme/app -f -
`

/** Which credentials kubelet would try for an image, in its order. */
export const matchCommand = (terminal: Terminal, finish: (status: number) => void): Command => {
  const sources = sourceOptions()
  const command = new Command('match')
    .description('which credentials kubelet tries for an image, in its order, and why not the others')
    .argument('<image>', 'image, as a pod names it')
  for (const option of [...sources.options, outputOption()]) command.addOption(option)
  return command.addHelpText('after', help).action(async (image: string, values: Values) => {
    if (sources.given().length === 0) command.error(noSources)
    finish(await match(image, sources.given(), values, terminal).catch((error) => tellBadInput(terminal, error)))
  })
}
