import type { Interner } from '../intern.ts'
import { jsonReader } from './json.ts'
import type { Problem } from './problem.ts'
import { int, many, record, required, text, texts, unnumbered as json, type RecordOf } from './schema.ts'

/** What the operator says of a policy; crds/ says what each field means. */
const policyStatusRecord = record({
  observedGeneration: int(json),
  conditions: many(json, {
    type: required(text(json)),
    status: required(text(json)),
    reason: text(json),
    message: text(json),
  }),
  sources: many(json, {
    name: required(text(json)),
    state: required(text(json)),
    message: text(json),
    registries: texts(json),
  }),
})
export type PolicyStatusRecord = RecordOf<typeof policyStatusRecord>

/** Reads the status of an ImagePolicy, which the operator alone writes. */
export const policyStatusReader = (interner: Interner): ((status: unknown) => PolicyStatusRecord | Problem) =>
  jsonReader(policyStatusRecord, interner)
