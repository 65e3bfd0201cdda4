import { Buffer } from 'node:buffer'
import type { Interner } from '../intern.ts'
import { jsonReader } from './json.ts'
import type { Problem } from './problem.ts'
import { protobufReader } from './protobuf.ts'
import type { Fields, RecordTable, ValuesOf } from './schema.ts'

/** A reader of objects of a built-in kind as they come from a codec: parsed JSON, or the bytes of their message. */
export const recordReader = <F extends Fields>(
  table: RecordTable<F>,
  interner: Interner,
): ((object: unknown) => ValuesOf<F> | Problem) => {
  const fromJson = jsonReader(table, interner)
  const fromProtobuf = protobufReader(table, interner)
  return (object) => (Buffer.isBuffer(object) ? fromProtobuf(object) : fromJson(object))
}
