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

/**
 * Groups tests that need more of a cluster than its API and two registries. On a cluster that is somebody else's they
 * are skipped, and the group's name says why.
 */
export const whereOurs = (need: keyof typeof WHY, tests: () => void): void => {
  const title = `with ${WHY[need]}`
  if (!isForeign()) {
    describe(title, tests)
    return
  }
  process.stderr.write(`node: skipped, for this cluster was not started for the suite: tests ${title}\n`)
  describe.skip(`${title} (skipped: this cluster was not started for the suite)`, tests)
}
