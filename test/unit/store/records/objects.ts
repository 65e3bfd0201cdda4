import type { Decoded } from '../../../../src/store/records/decoded.ts'

/** JSON as an API server sends it, loosely typed so that tests can break it anywhere. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export const recordOf = <R>(decoded: Decoded<R>): R => {
  if (decoded.ok) return decoded.record
  throw new Error(decoded.problem)
}

/** The object with the value at a path such as `spec.containers.0.image` replaced. */
export const withValue = (object: Json, path: string, value: Json): Json => {
  const [head, ...rest] = path.split('.')
  if (head === undefined || object === null || typeof object !== 'object') return value
  const replace = (old: Json | undefined): Json =>
    rest.length === 0 ? value : withValue(old ?? {}, rest.join('.'), value)
  if (Array.isArray(object)) return object.map((item, index) => (String(index) === head ? replace(item) : item))
  return { ...object, [head]: replace(object[head]) }
}
