import { startOperator } from '../processes/operator.ts'
import { observeConditions } from '../report/conditions.ts'
import { measure, type Measure } from '../report/measure.ts'
import type { Progress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'
import { startReplayServer } from './replayServer.ts'

export interface SoakOptions {
  readonly pods: number
  /** In all; the memory after the first tenth is the floor. */
  readonly changes: number
}

const tenths = 10

/** Whether memory stays flat: RSS after each tenth of many changes, over that after the first. */
export const measureSoak = async ({ pods, changes }: SoakOptions, progress: Progress): Promise<Report> => {
  progress.say(`encoding ${pods} pods`)
  const server = await startReplayServer(pods)
  const conditions = observeConditions()
  const operator = await startOperator(server.kubeconfig, { leaderElect: false })
  const measures: Measure[] = []
  try {
    await operator.readySeconds
    for (let tenth = 1; tenth <= tenths; tenth++) {
      progress.say(`${tenth} of ${tenths}`)
      await server.replay({ count: changes / tenths, perSecond: 0, markEvery: changes })
      const { rssBytes } = await operator.figures()
      const name = `RSS after ${((changes / tenths) * tenth).toLocaleString('en')}`
      measures.push(measure(name, 'MB', [rssBytes / 1e6], measures[0]))
    }
    const { peakRssBytes } = await operator.figures()
    measures.push(measure('RSS, peak', 'MB', [peakRssBytes / 1e6]))
  } finally {
    await operator.end()
    await server.stop()
    progress.done()
  }
  return {
    question: 'soak',
    settings: { server: 'replayed protobuf', pods, changes },
    conditions: conditions(),
    measures,
  }
}
