import { equal, isList, isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../json.ts'

const mergeMapList = (
  target: readonly Json[],
  patch: readonly Json[],
  keys: readonly string[],
  items: JsonObject,
): readonly Json[] =>
  patch.reduce<readonly Json[]>((list, item) => {
    const at = list.findIndex(
      (other) => isObject(other) && isObject(item) && keys.every((key) => equal(other[key], item[key])),
    )
    return at < 0 ? [...list, item] : list.with(at, schemaMerge(list[at], item, items))
  }, target)

/** Merges as server-side apply does for a structural schema: maps by key, map lists by their keys, sets by value. */
export const schemaMerge = (target: Json | undefined, patch: Json, schema: JsonObject): Json => {
  if (isList(patch)) {
    const old = isList(target) ? target : []
    const keys = listAt(schema, 'x-kubernetes-list-map-keys').filter((key) => typeof key === 'string')
    switch (textAt(schema, 'x-kubernetes-list-type')) {
      case 'map':
        return mergeMapList(old, patch, keys, objectAt(schema, 'items'))
      case 'set':
        return [...old, ...patch.filter((value) => !old.some((other) => equal(other, value)))]
      default:
        return patch
    }
  }
  if (!isObject(patch) || textAt(schema, 'x-kubernetes-map-type') === 'atomic') return patch
  const merged: Record<string, Json | undefined> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    const property = objectAt(schema, 'properties')[key] ?? objectAt(schema, 'additionalProperties')
    if (value === null || value === undefined) delete merged[key]
    else merged[key] = schemaMerge(merged[key], value, isObject(property) ? property : {})
  }
  return merged
}
