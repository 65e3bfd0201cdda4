import { readFile } from 'node:fs/promises'
import { collectPatterns } from '../../../scripts/patterns/collect.ts'

/**
 * What strangers write is read in linear time: recheck has judged every regular expression of src/domain, which takes
 * too long to do at every turn, so its verdicts are kept beside this test.
 */
test('every regular expression has been judged not to backtrack; if not: npm run patterns', async () => {
  const verdicts: unknown = JSON.parse(await readFile(new URL('patterns.json', import.meta.url), 'utf8'))
  expect(Object.keys(Object(verdicts)).sort()).toEqual(await collectPatterns())
  for (const verdict of Object.values(Object(verdicts))) expect(['constant', 'linear', 'fuzzed']).toContain(verdict)
})
