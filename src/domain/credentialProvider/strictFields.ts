import { quoted, type Report } from './fieldProblem.ts'

/** Reads the fields of one object as kubelet's strict decoder does: null is absent, another type is a problem. */
export interface StrictFields {
  readonly path: string
  readonly has: (name: string) => boolean
  /** Empty when absent or no text. */
  readonly text: (name: string) => string
  readonly texts: (name: string) => readonly string[]
  readonly flag: (name: string) => boolean | undefined
  readonly object: (name: string, known: readonly string[]) => StrictFields | undefined
  readonly objects: (name: string, known: readonly string[]) => readonly StrictFields[]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

/** @param known names of every field that the object may have; another one is a problem, a typing mistake most likely */
export const strictFields = (
  value: unknown,
  path: string,
  known: readonly string[],
  report: Report,
): StrictFields | undefined => {
  if (!isObject(value)) {
    report('Invalid', path, 'expected an object')
    return undefined
  }
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      report('Unknown', below(path, name.slice(0, 64)), `no such field, the fields are ${known.join(', ')}`)
    }
  }
  const of = (name: string): unknown => (Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined)
  const read = <T>(name: string, expected: string, is: (found: unknown) => found is T): T | undefined => {
    const found = of(name)
    if (found === undefined || is(found)) return found
    report('Invalid', below(path, name), `expected ${expected}`)
    return undefined
  }
  const list = (name: string): readonly unknown[] => read(name, 'a list', (found) => Array.isArray(found)) ?? []
  return {
    path,
    has: (name) => of(name) !== undefined,
    text: (name) => read(name, 'a text in quotes', (found) => typeof found === 'string') ?? '',
    texts: (name) =>
      list(name).flatMap((item, index) => {
        if (typeof item === 'string') return [item]
        report('Invalid', `${below(path, name)}[${index}]`, 'expected a text in quotes')
        return []
      }),
    flag: (name) => read(name, 'true or false', (found) => typeof found === 'boolean'),
    object: (name, fields) => {
      const found = of(name)
      return found === undefined ? undefined : strictFields(found, below(path, name), fields, report)
    },
    objects: (name, fields) =>
      list(name).flatMap((item, index) => strictFields(item, `${below(path, name)}[${index}]`, fields, report) ?? []),
  }
}

/** As apimachinery says it: a name, in quotes. */
export const notSupported = (found: string, supported: readonly string[]): string =>
  `${quoted(found)} is not supported, supported is ${supported.map(quoted).join(' or ')}`
