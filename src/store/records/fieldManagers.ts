import type { FieldManager } from '../../domain/ownership/fieldManager.ts'
import { createInterner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { isMessage, jsonReader } from './json.ts'
import { at, many, opaque, record, required, text, unnumbered } from './schema.ts'

/** metav1.ManagedFieldsEntry of any object; read as JSON when it is asked for, and never kept. */
const managedRecord = record({
  metadata: at(unnumbered, {
    name: required(text(unnumbered)),
    namespace: text(unnumbered),
    managedFields: many(unnumbered, {
      manager: text(unnumbered),
      operation: text(unnumbered),
      time: text(unnumbered),
      fieldsV1: opaque(unnumbered),
    }),
  }),
})

/** Deeper than the fields that anybody asks for; values of lists and maps are below. */
const depthLimit = 4

const namesIn = (fields: unknown, depth = 0): readonly string[] =>
  isMessage(fields) && depth < depthLimit
    ? Object.entries(fields).flatMap(([name, inner]) => [name, ...namesIn(inner, depth + 1)])
    : []

/** Who wrote an object, by its managedFields. */
export const decodeFieldManagers: Decode<readonly FieldManager[]> = decoder(
  jsonReader(managedRecord, createInterner()),
  ({ metadata }) =>
    metadata.managedFields.map(({ manager = '', operation = '', time = '', fieldsV1 }) => ({
      manager,
      operation,
      time,
      fields: new Set(namesIn(fieldsV1)),
    })),
)
