import { isNativeError } from 'node:util/types'

/** The message of whatever was thrown. Errors of several addresses (AggregateError) say it in their parts only. */
export const messageOf = (thrown: unknown): string => {
  if (!isNativeError(thrown)) return String(thrown)
  const parts: unknown = Reflect.get(thrown, 'errors')
  return thrown.message === '' && Array.isArray(parts) && parts.length > 0 ? messageOf(parts[0]) : thrown.message
}
