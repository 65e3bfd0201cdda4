import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import { objectsOf } from './cluster/objects.ts'
import { shapeOf, type Shape } from './cluster/shape.ts'
import { observeConditions } from './report/conditions.ts'
import { measure } from './report/measure.ts'
import type { Progress } from './report/progress.ts'
import type { Report } from './report/report.ts'

export const dumpFormats = ['json', 'yaml'] as const

export interface AuditOptions {
  readonly pods: number
  /** One list, as kubectl get -o json writes it, or a document for each object. */
  readonly format: (typeof dumpFormats)[number]
  readonly runs: number
}

interface Run {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakRssBytes: number
  readonly findings: number
}

/** A dump has all Events of an hour: one pod in ten fails here, and twenty Events are kept of each. */
const dumpShape = (pods: number): Shape => ({ ...shapeOf(pods), failing: Math.ceil(pods / 10), events: pods * 2 })

const writeDump = async (file: string, pods: number, format: AuditOptions['format']): Promise<number> => {
  const out = createWriteStream(file)
  const write = async (piece: string): Promise<void> => {
    if (!out.write(piece)) await once(out, 'drain')
  }
  let count = 0
  if (format === 'json') await write('{"apiVersion":"v1","kind":"List","items":[')
  for (const object of objectsOf(dumpShape(pods))) {
    if (format === 'json') await write(`${count === 0 ? '' : ','}\n${JSON.stringify(object, undefined, 2)}`)
    else await write(`---\n${stringify(object)}`)
    count += 1
  }
  out.end(format === 'json' ? '\n]}\n' : '')
  await once(out, 'finish')
  return count
}

const root = fileURLToPath(new URL('..', import.meta.url))

const isUsage = (value: unknown): value is Pick<Run, 'cpuSeconds' | 'peakRssBytes'> =>
  typeof value === 'object' && value !== null && 'cpuSeconds' in value && 'peakRssBytes' in value

/** Runs the built program as a user does. */
const runOnce = async (file: string): Promise<Run> => {
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    [
      `--import=${root}/bench/processes/usageAtExit.mjs`,
      `${root}/dist/pullkeeper.js`,
      'audit',
      '-f',
      file,
      '-o',
      'json',
    ],
    { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] },
  )
  const [, answer, , channel] = child.stdio
  if (answer === null || channel === undefined || channel === null || !('readable' in channel)) {
    throw new Error('the program has no output')
  }
  const [out, usage] = await Promise.all([text(answer), text(channel), once(child, 'close')])
  const seconds = (performance.now() - startedAt) / 1000
  const used: unknown = JSON.parse(usage)
  const list: { readonly summary?: { readonly total?: number } } = JSON.parse(out)
  if (!isUsage(used)) throw new Error('the program did not tell what it used')
  return { seconds, ...used, findings: list.summary?.total ?? 0 }
}

/** What `pullkeeper audit` of a dump takes. */
export const measureAudit = async ({ pods, format, runs }: AuditOptions, progress: Progress): Promise<Report> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pullkeeper-bench-'))
  try {
    const file = path.join(folder, `dump.${format}`)
    progress.say(`writing ${file}`)
    const objects = await writeDump(file, pods, format)
    const { size } = await stat(file)
    const conditions = observeConditions()
    const done: Run[] = []
    for (let run = 1; run <= runs; run += 1) {
      progress.say(`run ${run} of ${runs}`)
      done.push(await runOnce(file))
    }
    return {
      question: 'audit of a dump',
      settings: { format, pods, objects, 'MB of text': Math.round(size / 1e6), findings: done[0]?.findings ?? 0, runs },
      conditions: conditions(),
      measures: [
        measure(
          'time',
          's',
          done.map(({ seconds }) => seconds),
        ),
        measure(
          'CPU',
          's',
          done.map(({ cpuSeconds }) => cpuSeconds),
        ),
        measure(
          'RSS, peak',
          'MB',
          done.map(({ peakRssBytes }) => peakRssBytes / 1e6),
        ),
      ],
    }
  } finally {
    progress.done()
    await rm(folder, { recursive: true, force: true })
  }
}
