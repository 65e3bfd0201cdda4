import { selectorOperators } from '../../domain/objects/labelSelector.ts'
import { recoveries } from '../../domain/objects/policy.ts'
import {
  at,
  bool,
  int,
  many,
  opaque,
  pointer,
  record,
  required,
  stringMap,
  text,
  texts,
  time,
  unnumbered,
  word,
  type RecordOf,
} from './schema.ts'

const labelSelector = {
  matchLabels: stringMap(1),
  matchExpressions: many(2, {
    key: required(text(1)),
    operator: required(word(2, selectorOperators)),
    values: texts(3),
  }),
}

/** pullkeeper.dev/v1alpha1 ImagePolicy; crds/ says what each field means. */
export const imagePolicyRecord = record({
  metadata: at(1, {
    name: required(text(1)),
    uid: required(text(5)),
    resourceVersion: required(text(6)),
    generation: int(7),
    creationTimestamp: required(time(8)),
    deletionTimestamp: time(9),
    finalizers: texts(14),
  }),
  spec: at(unnumbered, {
    suspend: bool(unnumbered),
    namespaceSelector: pointer(unnumbered, labelSelector),
    credentials: pointer(unnumbered, {
      sources: many(unnumbered, {
        name: required(text(unnumbered)),
        secretRef: pointer(unnumbered, { name: required(text(unnumbered)), namespace: text(unnumbered) }),
        provider: pointer(unnumbered, { name: required(text(unnumbered)) }),
        registries: texts(unnumbered),
      }),
      secretName: text(unnumbered),
      serviceAccounts: pointer(unnumbered, {
        names: texts(unnumbered),
        selector: pointer(unnumbered, labelSelector),
      }),
      recovery: word(unnumbered, recoveries),
    }),
  }),
  status: opaque(unnumbered),
})
export type ImagePolicyRecord = RecordOf<typeof imagePolicyRecord>
