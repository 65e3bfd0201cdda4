import type { Namespace } from '../../domain/objects/namespace.ts'
import type { Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { recordReader } from './reader.ts'
import { at, interned, record, required, stringMap, time } from './schema.ts'

/** core/v1 Namespace. Numbers: apimachinery's generated.proto of 1.36. */
export const namespaceRecord = record({
  metadata: at(1, {
    name: required(interned(1)),
    deletionTimestamp: time(9),
    labels: stringMap(11),
  }),
})

export const decodeNamespace = (interner: Interner): Decode<Namespace> =>
  decoder(recordReader(namespaceRecord, interner), ({ metadata: { name, labels, deletionTimestamp } }) => ({
    name,
    labels,
    terminating: deletionTimestamp !== undefined,
  }))
