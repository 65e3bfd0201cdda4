/** A JSON schema, as far as it is of interest here. */
export type Schema = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What decides about a type: everything but descriptions and rules. */
const shapeOf = (schema: Schema): string =>
  JSON.stringify(schema, (key, value: unknown) => (key === 'description' || key.startsWith('x-') ? undefined : value))

/**
 * Takes a schema apart into one schema for each object that has fields, in order; where an object stood, its type's
 * name stands. Throws when an object has no name, when two of one name differ, and when a name is not used.
 *
 * @param names by path, such as `spec.sources[]`; the root's path is empty
 */
export const nameObjects = (root: Schema, names: ReadonlyMap<string, string>): ReadonlyMap<string, Schema> => {
  const named = new Map<string, Schema>()
  const seen = new Set<string>()

  const field = (schema: unknown, path: string): Schema => {
    if (!isRecord(schema)) throw new Error(`${path} has no schema`)
    if (isRecord(schema['properties'])) return { description: schema['description'], tsType: object(schema, path) }
    if (schema['type'] === 'array') return { ...schema, items: field(schema['items'], `${path}[]`) }
    return schema
  }

  const object = (schema: Schema, path: string): string => {
    const name = names.get(path)
    if (name === undefined) throw new Error(`the object at ${path} has no name: add one to typeNames`)
    seen.add(path)
    const before = named.get(name)
    // Set at once, so that an object comes before those inside it.
    named.set(name, before ?? schema)
    const properties = Object.fromEntries(
      Object.entries(isRecord(schema['properties']) ? schema['properties'] : {}).map(([key, value]) => [
        key,
        field(value, path === '' ? key : `${path}.${key}`),
      ]),
    )
    const flat = { ...schema, properties }
    if (before !== undefined && shapeOf(before) !== shapeOf(flat)) throw new Error(`two shapes of ${name}: at ${path}`)
    // What is used in two places is described there, not by the words of the first.
    named.set(name, before === undefined ? flat : { ...flat, description: undefined })
    return name
  }

  object(root, '')
  const unused = [...names.keys()].filter((path) => !seen.has(path))
  if (unused.length > 0) throw new Error(`typeNames has names for what is not in the schema: ${unused.join(', ')}`)
  return named
}
