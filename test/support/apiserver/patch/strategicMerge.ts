import { equal, isList, isObject, type Json, type JsonObject, without } from '../json.ts'
import { listStrategy } from './listKeys.ts'

const DIRECTIVES = /^\$(setElementOrder|deleteFromPrimitiveList|retainKeys)(\/|$)|^\$patch$/

const mergeList = (
  target: readonly Json[],
  patch: readonly Json[],
  key: string,
  field: string,
  order: readonly Json[] | undefined,
): readonly Json[] => {
  if (patch.some((item) => isObject(item) && item['$patch'] === 'replace' && item[key] === undefined))
    return patch.filter((item) => !isObject(item) || item['$patch'] === undefined)
  const merged = patch.filter(isObject).reduce<readonly Json[]>((list, item) => {
    const at = list.findIndex((other) => isObject(other) && equal(other[key], item[key]))
    if (item['$patch'] === 'delete') return at < 0 ? list : list.toSpliced(at, 1)
    const old = at < 0 ? {} : list[at]
    const value = mergeObject(isObject(old) ? old : {}, item, field)
    return at < 0 ? [...list, value] : list.with(at, value)
  }, target)
  return order ? inOrder(merged, order, key) : merged
}

/** Items that `$setElementOrder` names come in its order; others keep their places behind. */
const inOrder = (list: readonly Json[], order: readonly Json[], key: string): readonly Json[] => {
  const rank = (item: Json) => {
    const at = order.findIndex((other) =>
      isObject(other) && isObject(item) ? equal(other[key], item[key]) : equal(other, item),
    )
    return at < 0 ? order.length : at
  }
  return list.toSorted((a, b) => rank(a) - rank(b))
}

const mergeValues = (target: readonly Json[], patch: readonly Json[]): readonly Json[] => [
  ...target,
  ...patch.filter((value) => !target.some((other) => equal(other, value))),
]

const mergeField = (
  target: Json | undefined,
  patch: Json,
  parent: string,
  field: string,
  order: Json | undefined,
): Json => {
  if (isObject(patch)) return mergeObject(isObject(target) ? target : {}, patch, field)
  if (!isList(patch)) return patch
  const strategy = listStrategy(parent, field)
  switch (strategy.merge) {
    case 'byKey':
      return mergeList(isList(target) ? target : [], patch, strategy.key, field, isList(order) ? order : undefined)
    case 'values':
      return mergeValues(isList(target) ? target : [], patch)
    case 'replace':
      return patch
    default:
      return strategy satisfies never
  }
}

const mergeObject = (target: JsonObject, patch: JsonObject, parent: string): JsonObject => {
  if (patch['$patch'] === 'replace') return without(patch, '$patch')
  if (patch['$patch'] === 'delete') return {}
  const retained = patch['$retainKeys']
  const kept = isList(retained)
    ? Object.entries(target).filter(([key]) => retained.includes(key))
    : Object.entries(target)
  const merged: Record<string, Json | undefined> = Object.fromEntries(kept)
  for (const [key, removed] of Object.entries(patch)) {
    const field = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key)?.[1]
    const values = field === undefined ? undefined : merged[field]
    if (field !== undefined && isList(values) && isList(removed))
      merged[field] = values.filter((value) => !removed.includes(value))
  }
  for (const [key, value] of Object.entries(patch)) {
    if (DIRECTIVES.test(key)) continue
    if (value === null || value === undefined) delete merged[key]
    else merged[key] = mergeField(merged[key], value, parent, key, patch[`$setElementOrder/${key}`])
  }
  for (const [key, order] of Object.entries(patch)) {
    const field = /^\$setElementOrder\/(.+)$/.exec(key)?.[1]
    const list = field === undefined ? undefined : merged[field]
    const strategy = field === undefined ? undefined : listStrategy(parent, field)
    if (field !== undefined && isList(list) && isList(order) && strategy?.merge === 'byKey')
      merged[field] = inOrder(list, order, strategy.key)
  }
  return merged
}

/** Strategic merge patch, by field names instead of Go types (patch/listKeys.ts): what kubectl sends is covered. */
export const strategicMergePatch = (target: JsonObject, patch: JsonObject): JsonObject => mergeObject(target, patch, '')
