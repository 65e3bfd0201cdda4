import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isGreen, type Tally } from './tally.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Only `unit` runs files side by side: the others start servers, and two cores are few. */
const oneAfterTheOther = (name: string): readonly string[] => (name === 'unit' ? [] : ['--runInBand'])

const numberAt = (report: object, key: string): number => {
  const value: unknown = new Map<string, unknown>(Object.entries(report)).get(key)
  return typeof value === 'number' ? value : 0
}

/** Jest's --json report; a file that could not even be loaded counts as a failed test. */
const readReport = async (path: string): Promise<Tally | undefined> => {
  try {
    const report: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (typeof report !== 'object' || report === null) return undefined
    return {
      passed: numberAt(report, 'numPassedTests'),
      failed: numberAt(report, 'numFailedTests') + numberAt(report, 'numRuntimeErrorTestSuites'),
      skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
    }
  } catch {
    return undefined
  }
}

/** Runs one project of jest.config.js with its output shown. Never green when jest itself is not. */
export const runSuite = async (name: string): Promise<Tally> => {
  const directory = await mkdtemp(join(tmpdir(), 'pullkeeper-test-'))
  const report = join(directory, 'report.json')
  try {
    const jest = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join(root, 'node_modules/jest/bin/jest.js'),
        '--selectProjects',
        name,
        '--json',
        '--outputFile',
        report,
        ...oneAfterTheOther(name),
      ],
      // With --json jest prints the report to stdout too; what a person reads goes to stderr.
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const [status]: unknown[] = await once(jest, 'exit')
    const tally = (await readReport(report)) ?? { passed: 0, failed: 1, skipped: 0 }
    return status === 0 || !isGreen(tally) ? tally : { ...tally, failed: 1 }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
