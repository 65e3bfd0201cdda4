import { isNotFound } from '../../kube/apiError.ts'
import type { ApiClient } from '../../kube/client.ts'
import { namespaced, namespacedCollection } from '../../kube/resourcePath.ts'
import { isMessage } from '../../store/records/json.ts'
import { readTime } from '../../store/records/jsonScalars.ts'
import { metadataOf } from '../audit/asServed.ts'
import { testPullLabel } from './testPod.ts'

interface Named {
  readonly name: string
  readonly uid: string
}

const namedIn = (object: unknown): readonly Named[] => {
  if (!isMessage(object)) return []
  const { name, uid } = metadataOf(object)
  return typeof name === 'string' && typeof uid === 'string' ? [{ name, uid }] : []
}

/** Deletes one pod, if it is still the one that was meant. */
const remove = async (client: ApiClient, namespace: string, { name, uid }: Named): Promise<void> => {
  try {
    await client.delete(namespaced('/api/v1', 'pods', namespace, name), { uid })
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

/**
 * Removes all pods of a run, also one whose creation was never answered. Throws ApiError when that fails; the pods'
 * own deadline ends them then.
 */
export const removeRun = async (client: ApiClient, namespace: string, run: string): Promise<void> => {
  const path = namespacedCollection('/api/v1', 'pods', namespace)
  const { items } = await client.listPage(path, { labelSelector: `${testPullLabel}=${run}` })
  const removals = items.flatMap(namedIn).map((pod) => remove(client, namespace, pod))
  const outcomes = await Promise.allSettled(removals)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** So much longer than its deadline a pod has to be there to be one that a killed run has left; seconds. */
const tolerance = 60

const isLeftOver = (object: unknown, now: number): boolean => {
  if (!isMessage(object)) return false
  const created = readTime(metadataOf(object)['creationTimestamp'])
  const deadline = isMessage(object['spec']) ? object['spec']['activeDeadlineSeconds'] : undefined
  return created !== undefined && typeof deadline === 'number' && created + deadline + tolerance < now
}

/** Removes what runs that were killed have left: their pods have ended, but are still listed. Seconds since the epoch. */
export const removeLeftOvers = async (client: ApiClient, namespace: string, now: number): Promise<void> => {
  const path = namespacedCollection('/api/v1', 'pods', namespace)
  const { items } = await client.listPage(path, { labelSelector: testPullLabel })
  const old = items.filter((object) => isLeftOver(object, now)).flatMap(namedIn)
  await Promise.allSettled(old.map((pod) => remove(client, namespace, pod)))
}
