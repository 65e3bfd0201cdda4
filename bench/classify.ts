import { classify } from '../src/domain/failure/classify.ts'
import { everySample } from '../test/unit/domain/failure/samples/all.ts'
import { image } from '../test/unit/domain/failure/samples/wrap.ts'
import { observeConditions } from './report/conditions.ts'
import { measure } from './report/measure.ts'
import type { Report } from './report/report.ts'

export interface ClassifyOptions {
  /** Messages in each run. */
  readonly messages: number
  readonly runs: number
}

/** Of the whole process and its one thread: others on the machine do not count. */
const cpuSeconds = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

const classifyMany = (count: number): void => {
  for (let index = 0; index < count; index += 1) {
    const sample = everySample[index % everySample.length]
    if (sample !== undefined) classify({ image, ...sample })
  }
}

/** Beginnings and joints of real messages, and what regular expressions stumble over. */
const bricks = [
  'a',
  ' ',
  '"',
  '\\"',
  '[',
  '[a, ',
  ', failed to ',
  'Error: ',
  'https://a/',
  'https://',
  'lookup a on b: ',
  'dial unix /',
  'snapshot ',
  'runtimeclass "',
  '429 ',
  '(Mirrors also failed: [',
  '[a]): ',
  'denied: ',
  `${image} `,
]

const hostile = (brick: string, length: number): string => brick.repeat(Math.ceil(length / brick.length))

/** Milliseconds that the dearest of the hostile messages of this length takes, each classified several times. */
const dearest = (length: number): number => {
  const times = 20
  return Math.max(
    ...bricks.map((brick) => {
      const message = hostile(brick, length)
      const seconds = cpuSeconds(() => {
        for (let turn = 0; turn < times; turn += 1) classify({ message, image })
      })
      return (seconds / times) * 1000
    }),
  )
}

/** How fast messages are classified, and what hostile ones cost: from the sources, for it is pure code. */
export const measureClassify = ({ messages, runs }: ClassifyOptions): Report => {
  const conditions = observeConditions()
  classifyMany(messages)
  dearest(1000)
  const turns = Array.from({ length: runs }, (_, index) => index)
  const rate = turns.map(() => messages / cpuSeconds(() => classifyMany(messages)))
  const small = measure(
    'dearest hostile message of 4 kB',
    'ms',
    turns.map(() => dearest(4096)),
  )
  const large = measure(
    'dearest hostile message of 1 MB',
    'ms',
    turns.map(() => dearest(1_000_000)),
    small,
  )
  return {
    question: 'classifying messages',
    settings: { messages, 'different samples': everySample.length, runs },
    conditions: conditions(),
    measures: [measure('messages for each second of CPU', '1/s', rate), small, large],
  }
}
