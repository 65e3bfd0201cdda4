import { isNativeError } from 'node:util/types'

/** Node's whole message for a connection that ends too early. */
const TOO_EARLY: ReadonlySet<string> = new Set(['aborted', 'socket hang up', 'terminated'])

/** The message of whatever was thrown. Errors of several addresses (AggregateError) say it in their parts only. */
export const messageOf = (thrown: unknown): string => {
  if (!isNativeError(thrown)) return String(thrown)
  const parts: unknown = Reflect.get(thrown, 'errors')
  if (thrown.message === '' && Array.isArray(parts) && parts.length > 0) return messageOf(parts[0])
  return TOO_EARLY.has(thrown.message) ? `the connection broke (${thrown.message})` : thrown.message
}
