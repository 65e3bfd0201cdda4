import { equal, isList, isObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts'
import type { StatusCause } from '../status.ts'
import { duplicate, invalidValue, notSupported, required, tooLong, tooMany, typeInvalid } from './fieldErrors.ts'

/**
 * A hook for x-kubernetes-validations. CEL is not evaluated here: rules are checked on the real control plane, by the
 * same suite; a test that needs one on this server gives the hook.
 */
export type RuleCheck = (schema: JsonObject, value: Json, old: Json | undefined, path: string) => readonly StatusCause[]

export interface SchemaValidation {
  readonly checkRules?: RuleCheck | undefined
}

const typeMatches = (type: string, value: Json): boolean => {
  switch (type) {
    case 'object':
      return isObject(value)
    case 'array':
      return isList(value)
    case 'integer':
      return Number.isInteger(value)
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type
    default:
      return true
  }
}

const typeOf = (value: Json): string =>
  isList(value)
    ? 'array'
    : isObject(value)
      ? 'object'
      : Number.isInteger(value)
        ? 'integer'
        : value === null
          ? 'null'
          : typeof value

/** The value checks of one schema node, worded as kube-openapi/pkg/validation/errors words them. */
const textCauses = (schema: JsonObject, value: string, path: string): readonly StatusCause[] => {
  const length = Array.from(value).length
  const { maxLength, minLength, pattern } = schema
  return [
    ...(typeof maxLength === 'number' && length > maxLength ? [tooLong(path, maxLength)] : []),
    ...(typeof minLength === 'number' && length < minLength
      ? [invalidValue(path, value, `${path} in body should be at least ${minLength} chars long`)]
      : []),
    ...(typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)
      ? [invalidValue(path, value, `${path} in body should match '${pattern}'`)]
      : []),
  ]
}

const numberCauses = (schema: JsonObject, value: number, path: string): readonly StatusCause[] => {
  const { maximum, minimum } = schema
  return [
    ...(typeof maximum === 'number' && value > maximum
      ? [invalidValue(path, value, `${path} in body should be less than or equal to ${maximum}`)]
      : []),
    ...(typeof minimum === 'number' && value < minimum
      ? [invalidValue(path, value, `${path} in body should be greater than or equal to ${minimum}`)]
      : []),
  ]
}

const repeated = (schema: JsonObject, list: readonly Json[], path: string): readonly StatusCause[] => {
  const keys = listAt(schema, 'x-kubernetes-list-map-keys').filter((key) => typeof key === 'string')
  const identity = (item: Json): Json =>
    keys.length > 0 && isObject(item) ? Object.fromEntries(keys.map((key) => [key, item[key]])) : item
  if (!['map', 'set'].includes(textAt(schema, 'x-kubernetes-list-type'))) return []
  return list.flatMap((item, index) =>
    list.slice(0, index).some((other) => equal(identity(other), identity(item)))
      ? [duplicate(`${path}[${index}]`, identity(item))]
      : [],
  )
}

const listCauses = (
  schema: JsonObject,
  list: readonly Json[],
  old: Json | undefined,
  path: string,
  options: SchemaValidation,
): readonly StatusCause[] => {
  const { maxItems, minItems } = schema
  return [
    ...(typeof maxItems === 'number' && list.length > maxItems ? [tooMany(path, list.length, maxItems)] : []),
    ...(typeof minItems === 'number' && list.length < minItems
      ? [invalidValue(path, list.length, `${path} in body should have at least ${minItems} items`)]
      : []),
    ...repeated(schema, list, path),
    ...list.flatMap((item, index) =>
      schemaCauses(objectAt(schema, 'items'), item, isList(old) ? old[index] : undefined, `${path}[${index}]`, options),
    ),
  ]
}

const objectCauses = (
  schema: JsonObject,
  object: JsonObject,
  old: Json | undefined,
  path: string,
  options: SchemaValidation,
): readonly StatusCause[] => {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  const maxProperties = numberAt(schema, 'maxProperties')
  const size = Object.keys(object).length
  return [
    ...listAt(schema, 'required').flatMap((key) =>
      typeof key === 'string' && object[key] === undefined ? [required(at(key))] : [],
    ),
    ...(maxProperties !== undefined && size > maxProperties ? [tooMany(path, size, maxProperties)] : []),
    ...Object.entries(object).flatMap(([key, child]) => {
      const property = objectAt(schema, 'properties')[key] ?? schema['additionalProperties']
      if (child === undefined || !isObject(property)) return []
      return schemaCauses(property, child, isObject(old) ? old[key] : undefined, at(key), options)
    }),
  ]
}

/** What a structural schema has against a value; `old` is the value that is replaced, for rules about transitions. */
export const schemaCauses = (
  schema: JsonObject,
  value: Json,
  old: Json | undefined,
  path: string,
  options: SchemaValidation = {},
): readonly StatusCause[] => {
  const type = textAt(schema, 'type')
  if (value === null && schema['nullable'] === true) return []
  if (type !== '' && !typeMatches(type, value))
    return [typeInvalid(path, value, `${path} in body must be of type ${type}: "${typeOf(value)}"`)]
  const allowed = schema['enum']
  return [
    ...(isList(allowed) && !allowed.some((each) => equal(each, value)) ? [notSupported(path, value, allowed)] : []),
    ...(typeof value === 'string' ? textCauses(schema, value, path) : []),
    ...(typeof value === 'number' ? numberCauses(schema, value, path) : []),
    ...(isList(value) ? listCauses(schema, value, old, path, options) : []),
    ...(isObject(value) ? objectCauses(schema, value, old, path, options) : []),
    ...(options.checkRules && schema['x-kubernetes-validations'] ? options.checkRules(schema, value, old, path) : []),
  ]
}
