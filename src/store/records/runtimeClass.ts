import type { RuntimeClass } from '../../domain/objects/runtimeClass.ts'
import type { Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { recordReader } from './reader.ts'
import { at, interned, record, required, stringMap } from './schema.ts'

/** node.k8s.io/v1 RuntimeClass. Numbers: k8s.io/api and apimachinery generated.proto of 1.36. */
export const runtimeClassRecord = record({
  metadata: at(1, { name: required(interned(1)) }),
  handler: required(interned(2)),
  scheduling: at(4, { nodeSelector: stringMap(1) }),
})

export const decodeRuntimeClass = (interner: Interner): Decode<RuntimeClass> =>
  decoder(
    recordReader(runtimeClassRecord, interner),
    ({ metadata: { name }, handler, scheduling: { nodeSelector } }) => ({
      name,
      handler,
      nodeSelector,
    }),
  )
