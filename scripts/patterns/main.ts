/**
 * Judges every regular expression of src/domain with recheck, and writes the verdicts down: `npm run patterns`. What
 * has been judged before is kept, unless `--all` is given. The exit status is 1 when one may backtrack.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { check } from 'recheck'
import { collectPatterns } from './collect.ts'

const path = new URL('../../test/unit/domain/patterns.json', import.meta.url)

const known = async (): Promise<Readonly<Record<string, string>>> => {
  if (process.argv.includes('--all')) return {}
  const verdicts: Readonly<Record<string, string>> = await readFile(path, 'utf8')
    .then(JSON.parse)
    .catch(() => ({}))
  return verdicts
}

/** `linear` or `constant` are proofs; `fuzzed` says that attacks were sought and none was found. */
const judge = async (expression: string): Promise<string | undefined> => {
  const end = expression.lastIndexOf('/')
  const found = await check(expression.slice(1, end), expression.slice(end + 1), { timeout: 120_000 })
  if (found.status !== 'safe') return undefined
  if (found.checker === 'fuzz') return 'fuzzed'
  return found.complexity.type === 'safe' ? 'constant' : found.complexity.type
}

const before = await known()
const verdicts: Record<string, string> = {}
for (const expression of await collectPatterns()) {
  const verdict = before[expression] ?? (await judge(expression))
  if (verdict === undefined) {
    console.error(`may backtrack, or could not be judged: ${expression}`)
    process.exitCode = 1
  } else verdicts[expression] = verdict
}
await writeFile(path, `${JSON.stringify(verdicts, undefined, 2)}\n`)
console.log(`${Object.keys(verdicts).length} regular expressions are safe`)
