import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import { createInterner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { jsonReader } from './json.ts'
import { at, bool, many, record, required, text, unnumbered } from './schema.ts'

/**
 * What is read of a pod's controller, of any kind: read one by one, as JSON, for the kinds do not number their fields
 * alike.
 */
const ownerRecord = record({
  metadata: at(unnumbered, {
    name: required(text(unnumbered)),
    namespace: required(text(unnumbered)),
    uid: required(text(unnumbered)),
    ownerReferences: many(unnumbered, {
      kind: required(text(unnumbered)),
      name: required(text(unnumbered)),
      uid: required(text(unnumbered)),
      apiVersion: required(text(unnumbered)),
      controller: bool(unnumbered),
    }),
  }),
  spec: at(unnumbered, {
    template: at(unnumbered, {
      spec: at(unnumbered, { imagePullSecrets: many(unnumbered, { name: text(unnumbered) }) }),
    }),
  }),
  status: at(unnumbered, { conditions: many(unnumbered, { type: text(unnumbered), status: text(unnumbered) }) }),
})

export interface Owner {
  readonly uid: string
  readonly controller?: OwnerReference
  readonly replicaFailure: boolean
  /** Its pod template has `imagePullSecrets`, so that the ServiceAccount's are not added. */
  readonly setsPullSecrets: boolean
}

export const decodeOwner: Decode<Owner> = decoder(
  jsonReader(ownerRecord, createInterner()),
  ({ metadata, spec, status }) => {
    const owner = metadata.ownerReferences.find(({ controller }) => controller)
    return {
      uid: metadata.uid,
      replicaFailure: status.conditions.some((one) => one.type === 'ReplicaFailure' && one.status === 'True'),
      setsPullSecrets: spec.template.spec.imagePullSecrets.length > 0,
      ...(owner && {
        controller: { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name, uid: owner.uid },
      }),
    }
  },
)
