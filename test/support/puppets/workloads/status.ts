import { equal, type JsonObject, numberAt, objectAt } from '../../apiserver/json.ts'
import { conditionOf, isReady, nameOf, namespaceOf, statusOf, timestamp } from '../objects.ts'
import { type Kind, objectPath, type World } from './world.ts'

/** Writes a status where it differs from what is there. */
export const writeStatus = async (
  { client }: World,
  kind: Kind,
  object: JsonObject,
  status: JsonObject,
): Promise<void> => {
  const old = statusOf(object)
  const differs = Object.entries(status).some(([key, value]) => !equal(old[key], value))
  if (differs) await client.patch(`${objectPath(kind, namespaceOf(object), nameOf(object))}/status`, { status })
}

export const generationOf = (object: JsonObject): number => numberAt(objectAt(object, 'metadata'), 'generation') ?? 1

export const countReady = (pods: readonly JsonObject[]): number => pods.filter(isReady).length

/** A condition that keeps its time while its status stays. */
export const condition = (
  object: JsonObject,
  type: string,
  status: 'True' | 'False',
  reason: string,
  message: string,
): JsonObject => {
  const old = conditionOf(object, type)
  const same = old?.['status'] === status
  return {
    type,
    status,
    lastTransitionTime: same ? (old['lastTransitionTime'] ?? timestamp()) : timestamp(),
    reason,
    message,
  }
}
