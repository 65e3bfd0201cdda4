/** Names that we added to one ServiceAccount's `imagePullSecrets`, each with when (RFC 3339, UTC, seconds). */
export type Attached = ReadonlyMap<string, string>

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads the annotation `pullkeeper.dev/attached`. What is not of our making counts as no record: then nothing is
 * ever removed on its account.
 */
export const parseAttached = (annotation: string | undefined): Attached => {
  if (annotation === undefined) return new Map()
  try {
    const value: unknown = JSON.parse(annotation)
    if (!isRecord(value)) return new Map()
    return new Map(Object.entries(value).flatMap(([name, at]) => (typeof at === 'string' ? [[name, at]] : [])))
  } catch {
    return new Map()
  }
}

/** Prints the annotation, names in order; undefined when nothing is recorded, so that the annotation is removed. */
export const printAttached = (attached: Attached): string | undefined =>
  attached.size === 0
    ? undefined
    : JSON.stringify(Object.fromEntries([...attached].sort(([a], [b]) => (a < b ? -1 : 1))))
