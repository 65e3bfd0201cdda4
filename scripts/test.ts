/**
 * Runs the tests, suite by suite, and sums them up in one line: `node scripts/test.ts [SUITE]…`, by default all that
 * `npm test` stands for. The exit status is 1 when a test fails, and 2 for a suite that does not exist.
 */
import { runSuite } from './test/runSuite.ts'
import { byDefault, isSuite, suites } from './test/suites.ts'
import { closingLine, isGreen, sum } from './test/tally.ts'

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !isSuite(name))
if (unknown !== undefined) {
  console.error(`no suite ${unknown}: there are ${suites.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const names = wanted.length === 0 ? byDefault : wanted

let total = sum([])
for (const suite of suites.filter(({ name }) => names.includes(name))) {
  const missing = suite.missing()
  if (missing === undefined) {
    console.log(`\n# ${suite.name}: ${suite.what()}`)
    total = sum([total, await runSuite(suite.name)])
    continue
  }
  // On a developer's machine a suite may be left out; where a change is judged, nothing may.
  const inCi = process.env['CI'] === 'true'
  console.log(`\n# ${suite.name}: ${inCi ? 'cannot run' : 'skipped'}: ${missing}`)
  total = sum([total, inCi ? { passed: 0, failed: 1, skipped: 0 } : { passed: 0, failed: 0, skipped: 1 }])
}
console.log(`\n${closingLine(total)}`)
process.exitCode = isGreen(total) ? 0 : 1
