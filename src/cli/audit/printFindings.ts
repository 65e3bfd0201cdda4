import { printProblem } from '../input/problem.ts'
import { paint } from '../paint.ts'
import { printTable } from '../table.ts'
import type { FindingItem, FindingList } from './findingList.ts'

const heading = ['SEVERITY', 'NAMESPACE', 'WORKLOAD', 'CONTAINER', 'CAUSE', 'PODS', 'SINCE']

const rowOf = ({ severity, workload, container, volume, cause, pods, since }: FindingItem): readonly string[] => [
  severity,
  workload.namespace === '' ? '-' : workload.namespace,
  `${workload.kind}/${workload.name}`,
  container ?? (volume === undefined ? '-' : `volume ${volume}`),
  cause,
  String(pods),
  since ?? '-',
]

const detail = ({ image, message, remedy, evidence }: FindingItem): string =>
  [
    ...(image === undefined ? [] : [`image ${image}`]),
    message,
    ...(remedy === '' ? [] : [`Fix: ${remedy}`]),
    ...evidence.map((each) => `seen: ${each}`),
  ]
    .map((line) => `    ${line}\n`)
    .join('')

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

const closing = ({ summary }: FindingList): string => {
  const { total, errors, warnings, objects } = summary
  const read = `${count(objects.read, 'object')} read${objects.passedOver === 0 ? '' : `, ${objects.passedOver} others passed over`}`
  const nothing = summary.unread.length === 0 ? 'Nothing found' : 'Nothing found in what could be read'
  return total === 0 ? `${nothing}: ${read}.\n` : `${count(errors, 'error')}, ${count(warnings, 'warning')}: ${read}.\n`
}

/** A finding list for people: a table, with what happened and what to do below each line. */
export const printFindings = (list: FindingList, colours: boolean): string => {
  if (list.items.length === 0) return closing(list)
  const [head = '', ...rows] = printTable([heading, ...list.items.map(rowOf)])
    .trimEnd()
    .split('\n')
  const blocks = list.items.map((item, index) => `${paint(rows[index] ?? '', colours)}\n${detail(item)}`)
  return `${head}\n${blocks.join('')}\n${closing(list)}`
}

/** What could not be read, one line each. */
export const unreadLines = ({ summary }: FindingList): readonly string[] => summary.unread.map(printProblem)
