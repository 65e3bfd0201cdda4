import { createInterner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { jsonReader } from './json.ts'
import { at, record, required, text } from './schema.ts'

const secretTypeRecord = record({
  metadata: at(1, { name: required(text(1)), namespace: required(text(3)) }),
  type: text(3),
})

/** The type of any Secret (core/v1), before it is known to be a docker config; nothing else of it is read. */
export const decodeSecretType: Decode<string> = decoder(
  jsonReader(secretTypeRecord, createInterner()),
  ({ type }) => type ?? 'Opaque',
)
