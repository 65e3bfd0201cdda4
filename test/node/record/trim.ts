import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  textAt,
  without,
} from '../../support/apiserver/json.ts'

/** Fields of any object that say nothing of why a container does not start. */
const NOISE: ReadonlySet<string> = new Set([
  // The API server's and kubectl's own books.
  'kubectl.kubernetes.io/last-applied-configuration',
  'managedFields',
  'generation',
  'observedGeneration',
  // What every pod has that says nothing else.
  'dnsPolicy',
  'enableServiceLinks',
  'preemptionPolicy',
  'priority',
  'qosClass',
  'schedulerName',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'tolerations',
  // Of a node: of this machine, and changing by themselves.
  'addresses',
  'allocatable',
  'bootID',
  'capacity',
  'daemonEndpoints',
  'images',
  'kernelVersion',
  'lastHeartbeatTime',
  'machineID',
  'systemUUID',
])

const isTokenVolume = (value: Json): boolean => textAt(value, 'name').startsWith('kube-api-access-')

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || (isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0)

const trimmedValue = (value: Json): Json => {
  if (isList(value)) return value.filter((item) => !isTokenVolume(item)).map(trimmedValue)
  return isObject(value) ? trimmedObject(value) : value
}

/** An object without noise, without the volume of its token, and without what is empty then. */
export const trimmedObject = (object: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => {
      if (value === undefined || NOISE.has(key)) return []
      const kept = trimmedValue(value)
      return isEmpty(kept) ? [] : [[key, kept]]
    }),
  )

/** An object of the cluster as it is recorded; its resourceVersion is an order that nobody needs. */
export const trimmed = (object: JsonObject): JsonObject => {
  const kept = trimmedObject(object)
  const metadata = { ...objectAt(kept, 'metadata'), resourceVersion: '1' }
  const involved = objectAt(kept, 'involvedObject')
  return {
    ...kept,
    metadata,
    ...(kept['involvedObject'] !== undefined && { involvedObject: without(involved, 'resourceVersion') }),
  }
}
