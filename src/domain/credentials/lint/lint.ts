import type { PullSecretType } from '../../objects/pullSecret.ts'
import { readDockerConfig, type ReadConfig } from '../readDockerConfig.ts'
import { lintEntries } from './entries.ts'
import type { Lint } from './problem.ts'

export type { Lint, LintProblem, Severity } from './problem.ts'

const refused = 'kubelet refuses the whole config, which fails every pull of a pod that names its Secret'

const fixOf = (problem: string): string => (problem.endsWith('is not base64') ? ': write base64 of user:password' : '')

const keyOf = (problem: string, { entries }: ReadConfig): string | undefined =>
  entries.filter(({ label }) => problem.startsWith(label)).sort((a, b) => b.label.length - a.label.length)[0]?.key

const malformed = (problem: string, config: ReadConfig): Lint => {
  const key = keyOf(problem, config)
  const message = `${problem}${fixOf(problem)} (${refused})`
  return { severity: 'error', problem: 'Malformed', ...(key !== undefined && { key }), message }
}

const wholeConfig = ({ entries, problems, helper }: ReadConfig): readonly Lint[] => [
  ...(entries.length === 0 && problems.length === 0
    ? [
        {
          severity: 'error',
          problem: 'NoEntries',
          message: 'it has no entries under auths: add one for each registry, with user and password',
        } as const,
      ]
    : []),
  ...(helper
    ? [
        {
          severity: 'warning',
          problem: 'HelperIgnored',
          message: 'kubelet ignores credsStore and credHelpers: put the credentials under auths',
        } as const,
      ]
    : []),
]

/** Entries that kubelet cannot read are told of once. */
const readable = (config: ReadConfig): ReadConfig['entries'] =>
  config.entries.filter(({ label }) => !config.problems.some((problem) => problem.startsWith(label)))

/** Everything that is wrong or unwise in a docker config that has been read: the whole of it first, then its entries. */
export const lintConfig = (config: ReadConfig): readonly Lint[] => [
  ...wholeConfig(config),
  ...config.problems.map((problem) => malformed(problem, config)),
  ...lintEntries(readable(config), config.helper),
]

/** Everything that is wrong or unwise in the text under `.dockerconfigjson` or `.dockercfg`. Never throws. */
export const lintDockerConfig = (type: PullSecretType, data: string): readonly Lint[] =>
  lintConfig(readDockerConfig(type, data))
