import { type JsonObject, objectAt, objectsAt, textAt } from '../test/support/apiserver/json.ts'
import { isReady, nameOf, namespaceOf, statusOf } from '../test/support/puppets/objects.ts'

/** Something that holds of the objects of a kind, or not. */
export type Fact = (objects: readonly JsonObject[]) => boolean

const waitingReason = (pod: JsonObject): string =>
  textAt(objectAt(objectAt(objectsAt(statusOf(pod), 'containerStatuses')[0], 'state'), 'waiting'), 'reason')

/** So many pods, and all of them wait for this reason. */
export const allWait =
  (count: number, reason: string): Fact =>
  (pods) =>
    pods.length === count && pods.every((pod) => waitingReason(pod) === reason)

/** So many pods, and all of them run. */
export const allRun =
  (count: number, namespace?: string): Fact =>
  (pods) => {
    const meant = pods.filter((pod) => namespace === undefined || namespaceOf(pod) === namespace)
    return meant.length === count && meant.every(isReady)
  }

/** An Event of this reason about an object of this name. */
export const wasTold =
  (name: string, reason: string): Fact =>
  (events) =>
    events.some(
      (event) => textAt(event, 'reason') === reason && textAt(objectAt(event, 'involvedObject'), 'name') === name,
    )

/** So many Events of this reason. */
export const wereTold =
  (count: number, reason: string): Fact =>
  (events) =>
    events.filter((event) => textAt(event, 'reason') === reason).length === count

/** What a policy's columns show; undefined: nothing. */
export const summaryIs =
  (policy: string, wanted: Readonly<Record<string, string | number | undefined>>): Fact =>
  (policies) =>
    policies.some((each) => {
      const summary = objectAt(statusOf(each), 'summary')
      return nameOf(each) === policy && Object.entries(wanted).every(([key, value]) => summary[key] === value)
    })

export const isThere =
  (namespace: string, name: string): Fact =>
  (objects) =>
    objects.some((object) => namespaceOf(object) === namespace && nameOf(object) === name)

/** The ServiceAccount names this secret. */
export const isAttached =
  (namespace: string, account: string, secret: string): Fact =>
  (accounts) =>
    accounts.some(
      (each) =>
        namespaceOf(each) === namespace &&
        nameOf(each) === account &&
        objectsAt(each, 'imagePullSecrets').some(({ name }) => name === secret),
    )
