import { isList, isObject, type Json, type JsonObject, objectAt } from '../json.ts'

/** Fills in a structural schema's defaults, in every object that is there (nullable: null for a default is replaced). */
export const withDefaults = (value: Json, schema: JsonObject): Json => {
  const items = objectAt(schema, 'items')
  if (isList(value)) return value.map((item) => withDefaults(item, items))
  if (!isObject(value)) return value
  const properties = objectAt(schema, 'properties')
  const additional = schema['additionalProperties']
  const filled: Record<string, Json | undefined> = { ...value }
  for (const [key, property] of Object.entries(properties)) {
    if (!isObject(property)) continue
    const missing = filled[key] === undefined || (filled[key] === null && property['nullable'] !== true)
    if (missing && property['default'] !== undefined) filled[key] = property['default']
  }
  for (const [key, child] of Object.entries(filled)) {
    const property = properties[key] ?? additional
    if (child !== undefined && isObject(property)) filled[key] = withDefaults(child, property)
  }
  return filled
}
