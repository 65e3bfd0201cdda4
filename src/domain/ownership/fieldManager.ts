/** One entry of `metadata.managedFields`, as far as it says who wrote what. */
export interface FieldManager {
  readonly manager: string
  readonly operation: string
  /** RFC 3339; '' when absent. */
  readonly time: string
  /** Names of the fields that it owns, at any depth, such as `f:imagePullSecrets`. */
  readonly fields: ReadonlySet<string>
}

/** The name under which our own writes are recorded. */
export const ownManager = 'pullkeeper'

const byTime = (a: FieldManager, b: FieldManager): number => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0)

/**
 * Who else writes an object: the last that owns one of `fields`, else the last of all (who removed a list owns nothing
 * of it); undefined when nobody else ever wrote it.
 */
export const otherWriter = (managers: readonly FieldManager[], fields: readonly string[]): string | undefined => {
  const others = managers.filter(({ manager }) => manager !== ownManager).toSorted(byTime)
  const owner = others.find((one) => fields.some((field) => one.fields.has(field)))
  return (owner ?? others[0])?.manager
}
