import { isOurs, managedByLabel, policyLabel, selfAnnotation } from '../../domain/ownership/marks.ts'
import { createInterner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { jsonReader } from './json.ts'
import { at, entries, record, required, text } from './schema.ts'

const secretTypeRecord = record({
  metadata: at(1, {
    name: required(text(1)),
    namespace: required(text(3)),
    uid: required(text(5)),
    resourceVersion: required(text(6)),
    labels: entries(11, { managedBy: managedByLabel, policy: policyLabel }),
    annotations: entries(12, { self: selfAnnotation }),
  }),
  type: text(3),
})

export interface SecretType {
  readonly type: string
  /** Its version, when it carries our marks for itself. */
  readonly ours?: { readonly uid: string; readonly resourceVersion: string }
}

/** The type of any Secret (core/v1), before it is known to be a docker config; nothing that it holds is read. */
export const decodeSecretType: Decode<SecretType> = decoder(
  jsonReader(secretTypeRecord, createInterner()),
  ({ metadata: { namespace, name, uid, resourceVersion, labels, annotations }, type = 'Opaque' }) => {
    const marks = {
      ...(labels.managedBy !== undefined && { managedBy: labels.managedBy }),
      ...(labels.policy !== undefined && { policy: labels.policy }),
      ...(annotations.self !== undefined && { self: annotations.self }),
    }
    return isOurs({ namespace, name, marks }) ? { type, ours: { uid, resourceVersion } } : { type }
  },
)
