import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

const text = readFileSync(new URL('../../../../docs/reference/findinglist.schema.json', import.meta.url), 'utf8')

/** The schema that users are given. */
export const findingListSchema: object = JSON.parse(text)

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(findingListSchema)

/** What of an answer does not conform to the schema; empty when all does. */
export const schemaErrors = (answer: unknown): readonly string[] =>
  validate(answer) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
