import { conformity, schemaOf } from '../schemas.ts'

/** The schema that users are given. */
export const findingListSchema = schemaOf('findinglist')

/** What of an answer does not conform to the schema; empty when all does. */
export const schemaErrors = conformity('findinglist')
