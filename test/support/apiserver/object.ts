import { type Json, type JsonObject, isList, isObject } from './json.ts'
import { badRequest } from './status.ts'

export interface OwnerReference extends JsonObject {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
}

export interface ObjectMeta extends JsonObject {
  readonly name: string
  readonly generateName?: string | undefined
  readonly namespace?: string | undefined
  readonly uid?: string | undefined
  readonly resourceVersion?: string | undefined
  readonly generation?: number | undefined
  readonly creationTimestamp?: string | undefined
  readonly deletionTimestamp?: string | undefined
  readonly deletionGracePeriodSeconds?: number | undefined
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly annotations?: Readonly<Record<string, string>> | undefined
  readonly ownerReferences?: readonly OwnerReference[] | undefined
  readonly finalizers?: readonly string[] | undefined
}

export interface KubeObject extends JsonObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

const optionalText = (meta: JsonObject, key: string): string | undefined => {
  const value = meta[key]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw undecodable(`metadata.${key}`, 'string', value)
  return value
}

const optionalNumber = (meta: JsonObject, key: string): number | undefined => {
  const value = meta[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number') throw undecodable(`metadata.${key}`, 'number', value)
  return value
}

const optionalMap = (meta: JsonObject, key: string): Readonly<Record<string, string>> | undefined => {
  const value = meta[key]
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) throw undecodable(`metadata.${key}`, 'map', value)
  const entries = Object.entries(value).map(([name, text]): [string, string] => {
    if (text === null || text === undefined) return [name, '']
    if (typeof text !== 'string') throw undecodable(`metadata.${key}.${name}`, 'string', text)
    return [name, text]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

const optionalTexts = (meta: JsonObject, key: string): readonly string[] | undefined => {
  const value = meta[key]
  if (value === undefined || value === null) return undefined
  if (!isList(value)) throw undecodable(`metadata.${key}`, 'list', value)
  const texts = value.filter((item) => typeof item === 'string')
  return texts.length === 0 ? undefined : texts
}

const optionalOwners = (meta: JsonObject): readonly OwnerReference[] | undefined => {
  const value = meta['ownerReferences']
  if (!isList(value)) return undefined
  const owners = value.filter(isObject).map((owner) => {
    const { apiVersion, kind, name, uid } = owner
    if (
      typeof apiVersion !== 'string' ||
      typeof kind !== 'string' ||
      typeof name !== 'string' ||
      typeof uid !== 'string'
    )
      throw badRequest('metadata.ownerReferences: apiVersion, kind, name and uid must be strings')
    return { ...owner, apiVersion, kind, name, uid }
  })
  return owners.length === 0 ? undefined : owners
}

const undecodable = (field: string, wanted: string, value: Json) =>
  badRequest(`json: cannot unmarshal ${JSON.stringify(value)} into field ${field} of type ${wanted}`)

/**
 * Reads a request's object at the border: apiVersion, kind and the parts of metadata the server uses get their types.
 * managedFields are dropped (this server tracks no field ownership). Throws a 400 ApiError.
 */
export const parseObject = (value: Json | undefined): KubeObject => {
  if (!isObject(value)) throw badRequest('the object provided is unrecognized (must be of type object)')
  const { apiVersion, kind, metadata = {} } = value
  if (typeof kind !== 'string' || kind === '')
    throw badRequest(`Object 'Kind' is missing in '${JSON.stringify(value).slice(0, 200)}'`)
  if (typeof apiVersion !== 'string' || apiVersion === '')
    throw badRequest(`Object 'apiVersion' is missing in '${JSON.stringify(value).slice(0, 200)}'`)
  return { ...value, kind, apiVersion, metadata: parseMeta(isObject(metadata) ? metadata : {}) }
}

const parseMeta = (meta: JsonObject): ObjectMeta => {
  const { managedFields: _managedFields, ...rest } = meta
  return {
    ...rest,
    name: optionalText(meta, 'name') ?? '',
    generateName: optionalText(meta, 'generateName'),
    namespace: optionalText(meta, 'namespace'),
    uid: optionalText(meta, 'uid'),
    resourceVersion: optionalText(meta, 'resourceVersion'),
    generation: optionalNumber(meta, 'generation'),
    creationTimestamp: optionalText(meta, 'creationTimestamp'),
    deletionTimestamp: optionalText(meta, 'deletionTimestamp'),
    deletionGracePeriodSeconds: optionalNumber(meta, 'deletionGracePeriodSeconds'),
    labels: optionalMap(meta, 'labels'),
    annotations: optionalMap(meta, 'annotations'),
    ownerReferences: optionalOwners(meta),
    finalizers: optionalTexts(meta, 'finalizers'),
  }
}
