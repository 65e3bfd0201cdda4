import { startOperator } from '../processes/operator.ts'
import { observeConditions } from '../report/conditions.ts'
import { measure, quantile } from '../report/measure.ts'
import type { Progress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'
import { startReplayServer } from './replayServer.ts'
import { watchMarks } from './seenMarks.ts'

export interface EventsOptions {
  readonly pods: number
  readonly changes: number
  readonly runs: number
  /** Changes a second at which the lag is measured; what is to be kept up with. */
  readonly rate: number
}

/** How many changes a second the operator takes when there are always more, and how far behind it is at a fixed rate. */
export const measureEvents = async (options: EventsOptions, progress: Progress): Promise<Report> => {
  const { pods, changes, runs, rate } = options
  progress.say(`encoding ${pods} pods`)
  const server = await startReplayServer(pods)
  const conditions = observeConditions()
  const operator = await startOperator(server.kubeconfig, { leaderElect: false })
  const figures = { perSecond: [] as number[], cpu: [] as number[], p50: [] as number[], p99: [] as number[] }
  try {
    await operator.readySeconds
    const marks = watchMarks(operator)
    let before = 0
    for (let run = 1; run <= runs; run++) {
      progress.say(`run ${run} of ${runs}: ${changes} changes as fast as they are taken`)
      const cpuBefore = (await operator.figures()).cpuSeconds
      const flood = await server.replay({ count: changes, perSecond: 0, markEvery: changes })
      const seenAt = await marks.until(before + 1)
      figures.perSecond.push((changes * 1000) / ((seenAt[before] ?? 0) - flood.startedAt))
      figures.cpu.push(((await operator.figures()).cpuSeconds - cpuBefore) * (1e6 / changes))
      before += 1

      progress.say(`run ${run} of ${runs}: ${rate} changes a second`)
      const paced = await server.replay({ count: rate * 10, perSecond: rate, markEvery: rate / 4 })
      const seen = await marks.until(before + paced.markedAt.length)
      const lags = paced.markedAt.map((at, index) => (seen[before + index] ?? 0) - at)
      figures.p50.push(quantile(lags, 0.5))
      figures.p99.push(quantile(lags, 0.99))
      before += paced.markedAt.length
    }
    marks.stop()
  } finally {
    await operator.end()
    await server.stop()
    progress.done()
  }
  return {
    question: 'events',
    settings: { server: 'replayed protobuf', pods, changes, ratePerSecond: rate },
    conditions: conditions(),
    measures: [
      measure('changes taken', '1/s', figures.perSecond),
      measure('CPU of a change', 'us', figures.cpu),
      measure('lag at the rate, p50', 'ms', figures.p50),
      measure('lag at the rate, p99', 'ms', figures.p99),
    ],
  }
}
