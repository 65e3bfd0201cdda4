import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** What each command answers with -o json, by the file under docs/reference that describes it. */
export const schemaNames = ['findinglist', 'explanation', 'credentialmatch', 'credentiallint', 'pulltest'] as const
export type SchemaName = (typeof schemaNames)[number]

/** A schema that users are given. */
export const schemaOf = (name: SchemaName): object =>
  JSON.parse(readFileSync(new URL(`../../../docs/reference/${name}.schema.json`, import.meta.url), 'utf8'))

/** Gives what of an answer does not conform to a schema; empty when all does. */
export const conformity = (name: SchemaName): ((answer: unknown) => readonly string[]) => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schemaOf(name))
  return (answer) =>
    validate(answer)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
}
