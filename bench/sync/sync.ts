import { setTimeout as sleep } from 'node:timers/promises'
import { shapeOf } from '../cluster/shape.ts'
import { downloadAll, type Download } from '../floor/download.ts'
import type { BenchServer } from '../processes/benchServer.ts'
import { startServer, type ServerKind } from '../processes/server.ts'
import type { OperatorFigures } from '../processes/messages.ts'
import { imageEnvironment, imageFlags, startOperator } from '../processes/operator.ts'
import { observeConditions } from '../report/conditions.ts'
import { measure } from '../report/measure.ts'
import type { Progress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'

export interface SyncOptions {
  readonly server: ServerKind
  /** Of a cluster that stands already, made by `bench serve` with as many pods. */
  readonly kubeconfig?: string
  /** What the floor asks for; the operator asks for protobuf and takes what there is. */
  readonly accept: string
  readonly pods: number
  readonly runs: number
  /** Seconds from ready to the settled figures. */
  readonly settle: number
}

interface Run {
  readonly floor: Download
  readonly readySeconds: number
  readonly atReady: OperatorFigures
  readonly settled: OperatorFigures
}

const megabytes = (bytes: number): number => bytes / 1e6

const runOnce = async ({ kubeconfig }: BenchServer, { accept, settle }: SyncOptions): Promise<Run> => {
  const floor = await downloadAll(kubeconfig, accept)
  const operator = await startOperator(kubeconfig)
  try {
    const readySeconds = await operator.readySeconds
    const atReady = await operator.figures()
    await sleep(settle * 1000)
    return { floor, readySeconds, atReady, settled: await operator.figures() }
  } finally {
    await operator.end()
  }
}

const serverFor = ({ server, kubeconfig, pods }: SyncOptions, progress: Progress): Promise<BenchServer> => {
  if (kubeconfig !== undefined)
    return Promise.resolve({ name: `${server}, standing`, kubeconfig, stop: () => Promise.resolve() })
  progress.say(`making a cluster of ${pods} pods`)
  return startServer(server, pods, progress)
}

/** How long, with how much memory and CPU the operator starts on a cluster that is there. */
export const measureSync = async (options: SyncOptions, progress: Progress): Promise<Report> => {
  const { pods, runs, settle, accept } = options
  const server = await serverFor(options, progress)
  const conditions = observeConditions()
  const results: Run[] = []
  try {
    for (let run = 1; run <= runs; run++) {
      progress.say(`run ${run} of ${runs}: download, start, settle`)
      results.push(await runOnce(server, options))
    }
  } finally {
    await server.stop()
    progress.done()
  }
  const each = (figure: (run: Run) => number): readonly number[] => results.map(figure)
  const floorTime = measure(
    'raw download',
    's',
    each(({ floor }) => floor.seconds),
  )
  const floorCpu = measure(
    'raw download: CPU',
    's',
    each(({ floor }) => floor.cpuSeconds),
  )
  return {
    question: 'sync',
    settings: {
      server: server.name,
      ...shapeOf(pods),
      accept,
      nodeFlags: imageFlags().join(' '),
      environment: Object.entries(imageEnvironment())
        .map((pair) => pair.join('='))
        .join(' '),
      settleSeconds: settle,
    },
    conditions: conditions(),
    measures: [
      measure(
        'raw download: size',
        'MB',
        each(({ floor }) => megabytes(floor.bytes)),
      ),
      floorTime,
      measure(
        'time to ready',
        's',
        each(({ readySeconds }) => readySeconds),
        floorTime,
      ),
      floorCpu,
      measure(
        'CPU to ready',
        's',
        each(({ atReady }) => atReady.cpuSeconds),
        floorCpu,
      ),
      measure(
        'CPU to settled',
        's',
        each(({ settled }) => settled.cpuSeconds),
        floorCpu,
      ),
      measure(
        'RSS, peak',
        'MB',
        each(({ settled }) => megabytes(settled.peakRssBytes)),
      ),
      measure(
        'RSS, settled',
        'MB',
        each(({ settled }) => megabytes(settled.rssBytes)),
      ),
      measure(
        'event loop late by, most',
        'ms',
        each(({ settled }) => settled.loopDelayMs.max),
      ),
      measure(
        'event loop late by, p99',
        'ms',
        each(({ settled }) => settled.loopDelayMs.p99),
      ),
      measure(
        'longest step, CPU time',
        'ms',
        each(({ settled }) => settled.longestStepMs),
      ),
    ],
  }
}
