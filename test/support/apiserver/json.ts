/** Values as JSON has them. Objects in the store are never changed in place, so everything is readonly. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

/** Parses JSON text; throws SyntaxError. */
export const parseJson = (text: string): Json => {
  const value: Json = JSON.parse(text)
  return value
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value)

/** The object under a key, or an empty one: absent and empty read alike. */
export const objectAt = (parent: Json | undefined, key: string): JsonObject => {
  const value = isObject(parent) ? parent[key] : undefined
  return isObject(value) ? value : {}
}

export const listAt = (parent: Json | undefined, key: string): readonly Json[] => {
  const value = isObject(parent) ? parent[key] : undefined
  return isList(value) ? value : []
}

/** The objects of a list; anything else in it is passed over. */
export const objectsAt = (parent: Json | undefined, key: string): readonly JsonObject[] =>
  listAt(parent, key).filter(isObject)

export const textAt = (parent: Json | undefined, key: string): string => {
  const value = isObject(parent) ? parent[key] : undefined
  return typeof value === 'string' ? value : ''
}

/** A value as text: strings as they are, absent and null as nothing, the rest as JSON. */
export const asText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

export const numberAt = (parent: Json | undefined, key: string): number | undefined => {
  const value = isObject(parent) ? parent[key] : undefined
  return typeof value === 'number' ? value : undefined
}

/** A string to string map, as labels are; entries of other types are passed over. */
export const textsAt = (parent: Json | undefined, key: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(objectAt(parent, key)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )

/** The value at a path of keys, undefined as soon as one is absent. */
export const valueAt = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), value)

export const without = (object: JsonObject, ...keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))

/** Equality of JSON values; a key that is undefined counts as absent. */
export const equal = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => equal(a[key], b[key]))
}
