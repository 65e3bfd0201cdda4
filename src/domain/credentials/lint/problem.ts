/** What may be wrong with a docker config, or unwise in it. */
export const lintProblems = [
  /** Kubelet refuses the whole config, and with it every pull of a pod that names its Secret. */
  'Malformed',
  'NoEntries',
  'KeyNeverMatches',
  'KeyMisread',
  'NoCredential',
  'IdentityToken',
  'UserNameWithColon',
  'NotUtf8',
  'SameKeyTwice',
  'OtherNameOfDockerHub',
  'PortInKey',
  'ShortLived',
  'HelperIgnored',
] as const

export type LintProblem = (typeof lintProblems)[number]

/** `error`: the config, or an entry of it, does not do what it is there for; `warning`: it does, but not for good. */
export type Severity = 'error' | 'warning'

/** One thing to correct. Holds no credential and no part of one. */
export interface Lint {
  readonly severity: Severity
  readonly problem: LintProblem
  /** The entry's key without user information; absent where the whole config is meant. */
  readonly key?: string
  /** What is wrong and how to correct it. */
  readonly message: string
}
