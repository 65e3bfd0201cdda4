import { setTimeout as sleep } from 'node:timers/promises'
import type { Operator } from '../processes/operator.ts'

/** Asking costs the operator some ms: seldom enough to change little, often enough for a lag of a second. */
const pollMs = 50

const failingIn = (metrics: string): number =>
  [...metrics.matchAll(/^pullkeeper_failing_workloads\{[^}]*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0)

/** When the operator's metric first told of each mark; milliseconds since the epoch. */
export interface SeenMarks {
  readonly until: (marks: number) => Promise<readonly number[]>
  readonly stop: () => void
}

export const watchMarks = (operator: Operator): SeenMarks => {
  const seenAt: number[] = []
  const stop = new AbortController()
  const watch = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const failing = failingIn(await operator.metrics().catch(() => ''))
      while (seenAt.length < failing) seenAt.push(Date.now())
      await sleep(pollMs)
    }
  }
  void watch()
  return {
    until: async (marks) => {
      while (seenAt.length < marks) await sleep(pollMs)
      return seenAt
    },
    stop: () => stop.abort(),
  }
}
