import { createInterner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { jsonReader } from './json.ts'
import { at, record, required, text } from './schema.ts'

const versionRecord = record({
  metadata: at(1, { name: required(text(1)), namespace: required(text(3)), resourceVersion: required(text(6)) }),
})

/** The resourceVersion of a kind of which the record does not keep it: a hundred thousand pods are never written. */
export const decodeVersion: Decode<string> = decoder(
  jsonReader(versionRecord, createInterner()),
  ({ metadata }) => metadata.resourceVersion,
)
