import type { JsonObject } from '../json.ts'
import type { KubeObject } from '../object.ts'
import type { Column } from './column.ts'

export type IncludeObject = 'None' | 'Metadata' | 'Object'

export const columnDefinitions = (columns: readonly Column[]): readonly JsonObject[] =>
  columns.map(({ name, type, format = '', description = '', priority }) => ({
    name,
    type,
    format,
    description,
    priority,
  }))

const included = (object: KubeObject, include: IncludeObject): JsonObject => {
  switch (include) {
    case 'None':
      return {}
    case 'Metadata':
      return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } }
    case 'Object':
      return { object }
    default:
      return include satisfies never
  }
}

export const tableRow = (
  columns: readonly Column[],
  object: KubeObject,
  include: IncludeObject,
  now: number,
): JsonObject => ({
  cells: columns.map(({ cell }) => cell(object, now)),
  ...included(object, include),
})

/** A meta.k8s.io/v1 Table of the given objects. Columns are left out of all but the first frame of a watch. */
export const tableOf = (
  columns: readonly Column[],
  objects: readonly KubeObject[],
  {
    include,
    now,
    metadata,
    withColumns = true,
  }: {
    readonly include: IncludeObject
    readonly now: number
    readonly metadata: JsonObject
    readonly withColumns?: boolean
  },
): JsonObject => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
  columnDefinitions: withColumns ? columnDefinitions(columns) : null,
  rows: objects.map((object) => tableRow(columns, object, include, now)),
})
