import { Command } from 'commander'
import { lintConfig, type Lint } from '../../domain/credentials/lint/lint.ts'
import { complain, exitStatus, tellBadInput } from '../badInput.ts'
import { failOnOption, reaches, type FailOn } from '../failOn.ts'
import { outputOption, printAnswer, type OutputFormat } from '../output.ts'
import { paint } from '../paint.ts'
import { printTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import type { FoundConfig } from './configsIn.ts'
import { noSources, sourceOptions, type SourceValues } from './sourceOptions.ts'
import { readSources, type CredentialSource } from './sources.ts'

interface Values extends SourceValues {
  readonly output: OutputFormat
  readonly failOn: FailOn
}

type Item = Lint & { readonly source: string }

/** The answer for programs. */
interface CredentialLint {
  readonly apiVersion: 'pullkeeper.dev/v1alpha1'
  readonly kind: 'CredentialLint'
  readonly items: readonly Item[]
  readonly summary: { readonly configs: number; readonly errors: number; readonly warnings: number }
}

/** Not JSON at all: nothing can be said of its entries. */
const isUnreadable = (config: FoundConfig): config is Extract<FoundConfig, { ok: false }> => !config.ok

const lintOf = (found: readonly FoundConfig[]): CredentialLint => {
  const items = found.flatMap(({ source, ...read }): readonly Item[] =>
    read.ok ? lintConfig(read.config).map((lint) => ({ source, ...lint })) : [],
  )
  const count = (wanted: Lint['severity']): number => items.filter(({ severity }) => severity === wanted).length
  return {
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'CredentialLint',
    items,
    summary: {
      configs: found.filter((config) => !isUnreadable(config)).length,
      errors: count('error'),
      warnings: count('warning'),
    },
  }
}

const forPeople = ({ items, summary }: CredentialLint, { colours }: Terminal): string => {
  if (items.length === 0) {
    return summary.configs === 0 ? '' : 'Nothing is wrong with it.\n'
  }
  const rows = items.map(({ severity, source, key = '', problem, message }) => [
    severity,
    source,
    key,
    problem,
    message,
  ])
  return paint(printTable([['SEVERITY', 'SOURCE', 'KEY', 'PROBLEM', 'MESSAGE'], ...rows]), colours)
}

const lint = async (sources: readonly CredentialSource[], values: Values, terminal: Terminal): Promise<number> => {
  const found = await readSources(sources, values, terminal)
  const answer = lintOf(found)
  terminal.out(await printAnswer(values.output, answer, () => forPeople(answer, terminal)))
  const unreadable = found.filter(isUnreadable)
  for (const { source, problem } of unreadable) complain(terminal, `${source}: ${problem}`)
  if (unreadable.length > 0) return exitStatus.badInput
  return answer.items.some(({ severity }) => reaches(severity, values.failOn)) ? exitStatus.found : exitStatus.good
}

const help = `
Exit status: 0 when nothing is wrong, 1 when something is, 2 when something could not be read.

Examples:
  pullkeeper credentials lint -f ~/.docker/config.json
  pullkeeper credentials lint --secret team/regcred
`

/** What is wrong or unwise in docker configs, entry by entry. */
export const lintCommand = (terminal: Terminal, finish: (status: number) => void): Command => {
  const sources = sourceOptions()
  const command = new Command('lint').description('what is wrong in a docker config, entry by entry')
  for (const option of [...sources.options, failOnOption(), outputOption()]) command.addOption(option)
  return command.addHelpText('after', help).action(async (values: Values) => {
    if (sources.given().length === 0) command.error(noSources)
    finish(await lint(sources.given(), values, terminal).catch((error) => tellBadInput(terminal, error)))
  })
}
