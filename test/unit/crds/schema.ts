import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** A field of a schema, with where it stands: `spec.credentials.sources[].name`. */
export interface Field {
  readonly path: string
  readonly schema: Readonly<Record<string, unknown>>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (value: unknown, ...keys: readonly (string | number)[]): unknown =>
  keys.reduce<unknown>(
    (inner, key) => (isRecord(inner) || Array.isArray(inner) ? Reflect.get(inner, key) : undefined),
    value,
  )

const crd: unknown = parse(readFileSync('crds/pullkeeper.dev_imagepolicies.yaml', 'utf8'))

/** Reads something of the CRD by its path; undefined when it is not there. */
export const ofCrd = (...keys: readonly (string | number)[]): unknown => at(crd, ...keys)

const walk = (schema: unknown, path: string): readonly Field[] => {
  if (!isRecord(schema)) return []
  const properties = isRecord(schema['properties']) ? Object.entries(schema['properties']) : []
  return [
    { path, schema },
    ...properties.flatMap(([name, inner]) => walk(inner, path === '' ? name : `${path}.${name}`)),
    ...walk(schema['items'], `${path}[]`),
    ...walk(schema['additionalProperties'], `${path}{}`),
  ]
}

/** Every field of the schema, the root first. */
export const fields = walk(ofCrd('spec', 'versions', 0, 'schema', 'openAPIV3Schema'), '')
