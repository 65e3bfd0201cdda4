import type { Interner } from '../intern.ts'
import { declaredTolerations } from './declaredToleration.ts'
import { jsonReader } from './json.ts'
import { at, opaque, record, required, stringMap, text, unnumbered as json } from './schema.ts'

/** node.k8s.io/v1 RuntimeClass, all that admission makes of it. Read from JSON and YAML only. */
const runtimeClassRecord = record({
  metadata: at(json, { name: required(text(json)) }),
  handler: required(text(json)),
  scheduling: at(json, {
    nodeSelector: stringMap(json),
    tolerations: declaredTolerations,
  }),
  overhead: at(json, { podFixed: opaque(json) }),
})

export const runtimeClassReader = (interner: Interner) => jsonReader(runtimeClassRecord, interner)
