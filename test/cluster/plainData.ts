export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Reads fields that must be texts, of data from another process; throws a sentence that names what is missing. */
export const textOf =
  (value: unknown, what: string) =>
  (name: string): string => {
    const field = isObject(value) ? value[name] : undefined
    if (typeof field !== 'string') throw new Error(`the description of a ${what} has no ${name}`)
    return field
  }
