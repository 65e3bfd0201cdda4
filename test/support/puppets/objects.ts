import { type JsonObject, objectAt, objectsAt, textAt } from '../apiserver/json.ts'

// How puppets read objects.

export const nameOf = (object: JsonObject): string => textAt(objectAt(object, 'metadata'), 'name')
export const namespaceOf = (object: JsonObject): string => textAt(objectAt(object, 'metadata'), 'namespace')
export const uidOf = (object: JsonObject): string => textAt(objectAt(object, 'metadata'), 'uid')
export const keyOf = (object: JsonObject): string => `${namespaceOf(object)}/${nameOf(object)}`
export const isDeleting = (object: JsonObject): boolean =>
  textAt(objectAt(object, 'metadata'), 'deletionTimestamp') !== ''
export const specOf = (object: JsonObject): JsonObject => objectAt(object, 'spec')
export const statusOf = (object: JsonObject): JsonObject => objectAt(object, 'status')
export const ownersOf = (object: JsonObject): readonly JsonObject[] =>
  objectsAt(objectAt(object, 'metadata'), 'ownerReferences')

export const controllerOf = (object: JsonObject): JsonObject | undefined =>
  ownersOf(object).find((owner) => owner['controller'] === true)

export const conditionOf = (object: JsonObject, type: string): JsonObject | undefined =>
  objectsAt(statusOf(object), 'conditions').find((condition) => condition['type'] === type)

export const isReady = (pod: JsonObject): boolean => conditionOf(pod, 'Ready')?.['status'] === 'True'

/** The ownerReference of a controller. */
export const controllerReference = (owner: JsonObject): JsonObject => ({
  apiVersion: textAt(owner, 'apiVersion'),
  kind: textAt(owner, 'kind'),
  name: nameOf(owner),
  uid: uidOf(owner),
  controller: true,
  blockOwnerDeletion: true,
})

/** The time now as objects carry it. */
export const timestamp = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z')
