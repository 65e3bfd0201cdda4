import { createHash } from 'node:crypto'
import { type Json, type JsonObject, objectAt, textAt, textsAt } from '../../apiserver/json.ts'
import { isStatus } from '../client.ts'
import { controllerReference, isDeleting, keyOf, nameOf, namespaceOf, specOf, statusOf, uidOf } from '../objects.ts'
import { controlledBy, listPath, objectPath, type World } from './world.ts'

/** Kubernetes' alphabet for hashes and random names: no vowels, so no words. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

/** A hash of a template as names carry it: as long and as looking as Kubernetes', but not the same. */
export const templateHash = (template: Json): string =>
  [...createHash('sha256').update(JSON.stringify(template)).digest().subarray(0, 10)]
    .map((byte) => ALPHABET[byte % ALPHABET.length])
    .join('')

/** Pods that count: neither going nor ended. */
export const activePods = (world: World, owner: JsonObject): readonly JsonObject[] =>
  controlledBy(world, 'Pod', owner).filter(
    (pod) => !isDeleting(pod) && !['Succeeded', 'Failed'].includes(textAt(statusOf(pod), 'phase')),
  )

export interface PodNaming {
  readonly name?: string
  readonly generateName?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly spec?: JsonObject
}

/** Why a pod could not be created, as its controller says it; undefined when it was. */
export type Refused = string | undefined

/** Creates a pod from the template of its owner. A refusal by admission becomes an event on the owner. */
export const createPod = async (
  world: World,
  owner: JsonObject,
  { name, generateName, labels, spec }: PodNaming,
): Promise<Refused> => {
  const template = objectAt(specOf(owner), 'template')
  const metadata = objectAt(template, 'metadata')
  const namespace = namespaceOf(owner)
  try {
    const pod = await world.client.create(listPath('Pod', namespace), {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace,
        ...(name !== undefined && { name }),
        ...(generateName !== undefined && { generateName }),
        labels: { ...textsAt(metadata, 'labels'), ...labels },
        annotations: textsAt(metadata, 'annotations'),
        ownerReferences: [controllerReference(owner)],
      },
      spec: { ...objectAt(template, 'spec'), ...spec },
    })
    // Counting again before it is seen would make it twice.
    await world.mirrors.Pod.appears(keyOf(pod))
    await world.record({
      about: owner,
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${nameOf(pod)}`,
    })
    return undefined
  } catch (error) {
    if (!isStatus(error, 400, 403, 422) || !(error instanceof Error)) throw error
    await world.record({
      about: owner,
      type: 'Warning',
      reason: 'FailedCreate',
      message: `Error creating: ${error.message}`,
    })
    return error.message
  }
}

export const deletePod = async ({ client }: World, pod: JsonObject): Promise<void> => {
  await client.delete(objectPath('Pod', namespaceOf(pod), nameOf(pod)), { preconditions: { uid: uidOf(pod) } })
}
