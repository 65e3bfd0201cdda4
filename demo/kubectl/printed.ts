import {
  asText,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  textAt,
} from '../../test/support/apiserver/json.ts'

/** Columns as wide as their widest cell and three spaces apart, as kubectl prints tables. */
export const columns = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd((widths[i] ?? 0) + 3))
        .join('')
        .trimEnd(),
    )
    .join('\n')
}

/** A meta.k8s.io/v1 Table as `kubectl get` prints it, without the columns of `-o wide`. */
export const printedTable = (table: JsonObject, { allNamespaces = false } = {}): string => {
  const definitions = objectsAt(table, 'columnDefinitions')
  const isShown = definitions.map((definition) => (numberAt(definition, 'priority') ?? 0) === 0)
  const header = definitions.filter((_, i) => isShown[i]).map((definition) => textAt(definition, 'name').toUpperCase())
  const rows = objectsAt(table, 'rows').map((row) => {
    const cells = listAt(row, 'cells')
      .filter((_, i) => isShown[i])
      .map((cell) => (cell === null ? '<none>' : asText(cell)))
    const namespace = textAt(objectAt(objectAt(row, 'object'), 'metadata'), 'namespace')
    return allNamespaces ? [namespace, ...cells] : cells
  })
  if (rows.length === 0) return 'No resources found'
  return columns([allNamespaces ? ['NAMESPACE', ...header] : header, ...rows])
}

/** The events at the end of what `kubectl describe` prints. */
export const printedEvents = (events: readonly JsonObject[]): string =>
  columns([
    ['Events:', '', '', ''],
    ['  Type', 'Reason', 'From', 'Message'],
    ['  ----', '------', '----', '-------'],
    ...events.map((event) => [
      `  ${textAt(event, 'type')}`,
      textAt(event, 'reason'),
      textAt(objectAt(event, 'source'), 'component'),
      textAt(event, 'message'),
    ]),
  ])

/** What `kubectl describe` says of events, without the rest. */
export const eventsPart = (described: string): string => {
  const start = described.indexOf('\nEvents:')
  return start < 0 ? described : `…${described.slice(start)}`
}
