import { notAcceptable } from '../status.ts'
import type { IncludeObject } from '../table/table.ts'

export type Representation = { readonly as: 'object' } | { readonly as: 'table'; readonly include: IncludeObject }

const includeOf = (text: string | null): IncludeObject => (text === 'None' || text === 'Object' ? text : 'Metadata')

/** How the client wants objects: plainly or as rows of a Table. Only JSON is spoken here: 406 for protobuf alone. */
export const negotiate = (accept: string | undefined, query: URLSearchParams): Representation => {
  const media = (accept ?? '*/*').split(',').map((part) => part.trim().toLowerCase())
  for (const each of media) {
    if (/^application\/json\b.*;as=table\b/.test(each))
      return { as: 'table', include: includeOf(query.get('includeObject')) }
    if (/^(application\/json|application\/yaml|application\/\*|\*\/\*)/.test(each) && !each.includes(';as='))
      return { as: 'object' }
  }
  throw notAcceptable()
}
