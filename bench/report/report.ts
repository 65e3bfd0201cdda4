import type { Conditions } from './conditions.ts'
import type { Measure } from './measure.ts'

/** The answer to one question. */
export interface Report {
  readonly question: string
  /** What was asked for, such as `20,000 pods`. */
  readonly settings: Readonly<Record<string, string | number>>
  readonly conditions: Conditions
  readonly measures: readonly Measure[]
}

const rounded = (value: number): string => {
  if (!Number.isFinite(value)) return String(value)
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2)
}

const shown = (value: number, unit: string): string => `${rounded(value)}${unit === '' ? '' : ` ${unit}`}`

const rowOf = ({ name, unit, median, least, most, ratio, runs }: Measure): readonly string[] => [
  name,
  shown(median, unit),
  runs.length > 1 ? `${rounded(least)} to ${shown(most, unit)}` : '',
  ratio === undefined ? '' : `${rounded(ratio.value)} x ${ratio.to}`,
]

const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}

const conditionsText = ({ at, node, system, cpu, cores, memoryGB, load }: Conditions): string =>
  `node ${node}, ${system}, ${cores} x ${cpu}, ${memoryGB} GB, load ${load.before} before and ${load.after} after, ${at}`

/** For people: a table of medians, spreads and ratios below what was asked and where. */
export const reportText = ({ question, settings, conditions, measures }: Report): string =>
  [
    `${question}: ${Object.entries(settings)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en') : value}`)
      .join(', ')}`,
    conditionsText(conditions),
    '',
    aligned([['', 'median', 'spread', 'ratio'], ...measures.map(rowOf)]),
    '',
  ].join('\n')
