import { asText, type Json, type JsonObject, numberAt, textAt } from '../json.ts'
import { ageOf } from './age.ts'
import type { Column } from './column.ts'
import { jsonPath } from './jsonPath.ts'

export const NAME_COLUMN: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  priority: 0,
  cell: ({ metadata }) => metadata.name,
}

export const AGE_COLUMN: Column = {
  name: 'Age',
  type: 'date',
  priority: 0,
  cell: ({ metadata }, now) => ageOf(metadata.creationTimestamp, now),
}

/** A cell as tableconvertor.cellForJSONValue makes it (apiextensions-apiserver, v1.36): null where the type differs. */
const cellOf = (type: string, value: Json | undefined, now: number): Json => {
  if (value === undefined || value === null) return null
  switch (type) {
    case 'integer':
    case 'number':
      return typeof value === 'number' ? value : null
    case 'boolean':
      return typeof value === 'boolean' ? value : null
    case 'date':
      return typeof value === 'string' ? ageOf(value, now) : null
    default:
      return asText(value)
  }
}

/** The columns of a custom resource: its printer columns behind NAME, or NAME and AGE when it declares none. */
export const customColumns = (declared: readonly JsonObject[]): readonly Column[] => {
  if (declared.length === 0) return [NAME_COLUMN, AGE_COLUMN]
  return [
    NAME_COLUMN,
    ...declared.map((column): Column => {
      const find = jsonPath(textAt(column, 'jsonPath'))
      const type = textAt(column, 'type')
      return {
        name: textAt(column, 'name'),
        type,
        format: textAt(column, 'format'),
        description: textAt(column, 'description'),
        priority: numberAt(column, 'priority') ?? 0,
        cell: (object, now) => cellOf(type, find(object)[0], now),
      }
    }),
  ]
}
