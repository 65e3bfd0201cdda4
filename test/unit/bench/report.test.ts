import { measure, medianOf } from '../../../bench/report/measure.ts'
import { reportText } from '../../../bench/report/report.ts'

test.each`
  numbers         | median
  ${[3]}          | ${3}
  ${[9, 1, 2]}    | ${2}
  ${[4, 1, 3, 2]} | ${2.5}
`('the median of $numbers is $median', ({ numbers, median }) => {
  expect(medianOf(numbers)).toBe(median)
})

test('a measure says its spread, and what its median is of the floor', () => {
  const floor = measure('raw download', 's', [2, 4, 3])
  expect(measure('time to ready', 's', [6, 5, 9], floor)).toEqual({
    name: 'time to ready',
    unit: 's',
    runs: [6, 5, 9],
    median: 6,
    least: 5,
    most: 9,
    ratio: { to: 'raw download', value: 2 },
  })
})

test('the text names the question, the conditions and each measure in a row', () => {
  const floor = measure('raw download', 's', [1.25])
  const text = reportText({
    question: 'sync',
    settings: { server: 'embedded', pods: 20_000 },
    conditions: {
      at: '2026-11-24T15:00:00.000Z',
      node: 'v24.21.0',
      system: 'Linux 6',
      cpu: 'EPYC',
      cores: 2,
      memoryGB: 25,
      load: { before: 0.5, after: 1.5 },
    },
    measures: [floor, measure('time to ready', 's', [2.5, 3], floor)],
  })
  expect(text.split('\n')).toEqual([
    'sync: server embedded, pods 20,000',
    'node v24.21.0, Linux 6, 2 x EPYC, 25 GB, load 0.5 before and 1.5 after, 2026-11-24T15:00:00.000Z',
    '',
    '                median   spread           ratio',
    'raw download    1.25 s',
    'time to ready   2.75 s   2.50 to 3.00 s   2.20 x raw download',
    '',
  ])
})
