import { judge } from '../test/unit/quality/judge.ts'
import { observeConditions } from './report/conditions.ts'
import { measure } from './report/measure.ts'
import type { Report } from './report/report.ts'

/** How right the causes are, on messages that were collected by somebody who did not write the rules. */
export const measureQuality = (): Report => {
  const conditions = observeConditions()
  const { samples, wrong, astray, unknown } = judge()
  const share = (count: number): number => (100 * count) / samples
  return {
    question: 'quality on unseen messages, in percent',
    settings: { messages: samples, right: samples - wrong.length, wrong: wrong.length },
    conditions: conditions(),
    measures: [
      measure('right', '', [share(samples - wrong.length)]),
      measure('astray', '', [share(astray.length)]),
      measure('Unknown without need', '', [share(unknown.length)]),
    ],
  }
}
