import { isForeign } from './foreign/foreignCluster.ts'

/** What only a cluster has that was started for the suite, and not one that is somebody else's. */
const WHY = {
  auditLog: "the API server's audit log",
  machine: 'nodes on this machine',
  node: 'the node itself, and what is on it',
  password: 'a registry whose password can be changed',
  proxy: 'a registry that fails when it is told to',
  registries: 'registries without TLS, or with a certificate that nobody trusts',
} as const

type Need = keyof typeof WHY

const skip = (title: string, tests: () => void): void => {
  process.stderr.write(`node: skipped: ${title}\n`)
  describe.skip(title, tests)
}

/**
 * `describe` for tests that need more of a cluster than its API and two registries. On a cluster that is somebody else's
 * they are skipped, and it is said which, and for want of what; jest names each with --verbose.
 */
export const describeWhereOurs = (need: Need, title: string, tests: () => void): void => {
  if (isForeign()) skip(`${title} (needs ${WHY[need]})`, tests)
  else describe(title, tests)
}

/** The same for some of the tests of a file. */
export const whereOurs = (need: Need, tests: () => void): void => {
  if (isForeign()) skip(`tests that need ${WHY[need]}`, tests)
  else describe(`with ${WHY[need]}`, tests)
}
