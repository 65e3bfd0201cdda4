import { isList, isObject, type Json, type JsonObject, objectAt } from '../json.ts'

const ROOT = new Set(['apiVersion', 'kind', 'metadata'])

/**
 * Drops what a structural schema does not name, as kube-apiserver does before it stores, and reports the dropped paths
 * (`spec.foo`), which strict field validation refuses.
 */
export const prune = (value: Json, schema: JsonObject, dropped: string[] = [], path = ''): Json => {
  if (isList(value))
    return value.map((item, index) => prune(item, objectAt(schema, 'items'), dropped, `${path}[${index}]`))
  if (!isObject(value)) return value
  const properties = objectAt(schema, 'properties')
  const additional = schema['additionalProperties']
  const keepAll = schema['x-kubernetes-preserve-unknown-fields'] === true || additional === true
  const kept: Record<string, Json | undefined> = {}
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue
    const at = path === '' ? key : `${path}.${key}`
    const property = properties[key] ?? additional
    if (path === '' && ROOT.has(key)) kept[key] = child
    else if (isObject(property)) kept[key] = prune(child, property, dropped, at)
    else if (keepAll) kept[key] = child
    else dropped.push(at)
  }
  return kept
}
