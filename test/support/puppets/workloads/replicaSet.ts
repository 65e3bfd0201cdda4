import { type JsonObject, numberAt } from '../../apiserver/json.ts'
import { isReady, nameOf, specOf } from '../objects.ts'
import { activePods, createPod, deletePod, type Refused } from './pods.ts'
import { condition, countReady, generationOf, writeStatus } from './status.ts'
import type { World } from './world.ts'

/** How soon a refused creation is tried again; the real controller backs off for longer and longer. */
export const REFUSED_RETRY_MILLISECONDS = 500

export type Again = number | undefined

/** Keeps as many pods as wanted. Returns in how many milliseconds to look again, if on its own. */
export const reconcileReplicaSet = async (world: World, replicaSet: JsonObject): Promise<Again> => {
  const pods = activePods(world, replicaSet)
  const wanted = numberAt(specOf(replicaSet), 'replicas') ?? 1
  let refused: Refused
  let created = 0
  for (; refused === undefined && pods.length + created < wanted; created += 1)
    refused = await createPod(world, replicaSet, { generateName: `${nameOf(replicaSet)}-` })
  const notReadyFirst = pods.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)))
  for (const pod of notReadyFirst.slice(0, Math.max(0, pods.length - wanted))) await deletePod(world, pod)

  const ready = countReady(pods)
  await writeStatus(world, 'ReplicaSet', replicaSet, {
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    observedGeneration: generationOf(replicaSet),
    conditions: refused === undefined ? [] : [condition(replicaSet, 'ReplicaFailure', 'True', 'FailedCreate', refused)],
  })
  return refused === undefined ? undefined : REFUSED_RETRY_MILLISECONDS
}
