import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import { createInterner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { jsonReader } from './json.ts'
import { at, bool, many, record, required, text } from './schema.ts'

/** What is read of a ReplicaSet (apps/v1) or Job (batch/v1). Numbers: their generated.proto of 1.36. */
const ownerRecord = record({
  metadata: at(1, {
    name: required(text(1)),
    namespace: required(text(3)),
    uid: required(text(5)),
    ownerReferences: many(13, {
      kind: required(text(1)),
      name: required(text(3)),
      uid: required(text(4)),
      apiVersion: required(text(5)),
      controller: bool(6),
    }),
  }),
  status: at(3, { conditions: many(6, { type: text(1), status: text(2) }) }),
})

export interface Owner {
  readonly uid: string
  readonly controller?: OwnerReference
  readonly replicaFailure: boolean
}

export const decodeOwner: Decode<Owner> = decoder(jsonReader(ownerRecord, createInterner()), ({ metadata, status }) => {
  const owner = metadata.ownerReferences.find(({ controller }) => controller)
  return {
    uid: metadata.uid,
    replicaFailure: status.conditions.some((one) => one.type === 'ReplicaFailure' && one.status === 'True'),
    ...(owner && {
      controller: { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name, uid: owner.uid },
    }),
  }
})
