import { setTimeout as sleep } from 'node:timers/promises'
import { podsPerDeployment } from '../cluster/shape.ts'
import { startOperator, type Operator } from '../processes/operator.ts'
import { observeConditions } from '../report/conditions.ts'
import { measure, quantile, type Measure } from '../report/measure.ts'
import type { Progress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'
import { startFailingServer, type FailingServer } from './failingServer.ts'
import type { StatusWrite, Turned } from './messages.ts'

export interface FailuresOptions {
  /** That fail and heal at once; each has a pod that fails, and four that run. */
  readonly workloads: number
  readonly runs: number
  /** Of a single workload that fails and heals. */
  readonly singles: number
}

/** A status is written at most every 2 s: a single failure is measured when that no longer holds it up. */
const quietMs = 2_500

/** For each change, how long until a write shows it: they are read in the order in which they were made. */
const lagsOf = ({ changedAt, writes }: Turned, failing: boolean): readonly number[] => {
  const shows = (write: StatusWrite, index: number): boolean =>
    failing ? write.failing > index : write.failing < changedAt.length - index
  return changedAt.map((at, index) => (writes.find((write) => shows(write, index))?.at ?? Number.NaN) - at)
}

interface Figures {
  readonly lags: readonly number[]
  readonly writes: number
  readonly largest: number
  readonly cpuMs: number
  readonly stepMs: number
}

const takeTurn = async (
  server: FailingServer,
  operator: Operator,
  workloads: number,
  failing: boolean,
): Promise<Figures> => {
  operator.reset()
  const before = await operator.figures()
  const turned = await server.turn({ workloads, failing })
  const after = await operator.figures()
  await sleep(quietMs)
  return {
    lags: lagsOf(turned, failing),
    writes: turned.writes.length,
    largest: Math.max(...turned.writes.map(({ bytes }) => bytes)),
    cpuMs: (after.cpuSeconds - before.cpuSeconds) * 1000,
    stepMs: after.longestStepMs,
  }
}

const measuresOf = (what: string, turns: readonly Figures[]): readonly Measure[] => {
  const each = (figure: (turn: Figures) => number): readonly number[] => turns.map(figure)
  return [
    measure(
      `${what}: until a status shows it, p50`,
      'ms',
      each(({ lags }) => quantile(lags, 0.5)),
    ),
    measure(
      `${what}: until a status shows it, p99`,
      'ms',
      each(({ lags }) => quantile(lags, 0.99)),
    ),
    measure(
      `${what}: writes of the status`,
      '',
      each(({ writes }) => writes),
    ),
    measure(
      `${what}: largest status`,
      'kB',
      each(({ largest }) => largest / 1e3),
    ),
    measure(
      `${what}: CPU of the operator`,
      'ms',
      each(({ cpuMs }) => cpuMs),
    ),
    measure(
      `${what}: longest step, CPU time`,
      'ms',
      each(({ stepMs }) => stepMs),
    ),
  ]
}

/** How soon, in how many writes of what size a policy's status tells of workloads that fail and heal, many and one. */
export const measureFailures = async (options: FailuresOptions, progress: Progress): Promise<Report> => {
  const { workloads, runs, singles } = options
  const pods = workloads * podsPerDeployment
  progress.say(`making a cluster of ${pods} pods`)
  const server = await startFailingServer(pods)
  const conditions = observeConditions()
  const operator = await startOperator(server.kubeconfig)
  const turns = { failing: [] as Figures[], healing: [] as Figures[], one: [] as Figures[], oneWell: [] as Figures[] }
  try {
    await operator.readySeconds
    await sleep(quietMs)
    for (let run = 1; run <= runs; run++) {
      progress.say(`run ${run} of ${runs}: ${workloads} workloads fail, and heal`)
      turns.failing.push(await takeTurn(server, operator, workloads, true))
      turns.healing.push(await takeTurn(server, operator, workloads, false))
    }
    for (let single = 1; single <= singles; single++) {
      progress.say(`${single} of ${singles}: one workload fails, and heals`)
      turns.one.push(await takeTurn(server, operator, 1, true))
      turns.oneWell.push(await takeTurn(server, operator, 1, false))
    }
  } finally {
    await operator.end()
    await server.stop()
    progress.done()
  }
  const single = (alone: readonly Figures[]): readonly number[] => alone.flatMap(({ lags }) => lags)
  return {
    question: 'failures',
    settings: { server: 'embedded API server', workloads, pods, singles },
    conditions: conditions(),
    measures: [
      ...measuresOf('failing', turns.failing),
      ...measuresOf('healing', turns.healing),
      measure('a single workload fails: until its status shows it', 'ms', single(turns.one)),
      measure('a single workload is well: until its status shows it', 'ms', single(turns.oneWell)),
    ],
  }
}
