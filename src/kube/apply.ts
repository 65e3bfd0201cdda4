import { messageOf } from './errorMessage.ts'
import type { Decoded, Sink, WatchedResource } from './sink.ts'

/** An object that its decoder could not read. It is skipped; what the sink holds of it stays. */
export interface MalformedObject {
  readonly kind: 'malformed'
  readonly key?: string
  readonly problem: string
}

const decodeSafely = <R>({ decode, keyOf }: WatchedResource<R>, object: unknown): Decoded<R> => {
  try {
    return decode(object)
  } catch (error) {
    const key = textSafely(keyOf, object)
    return { ok: false, problem: messageOf(error), ...(key && { key }) }
  }
}

const textSafely = (read: (object: unknown) => string | undefined, object: unknown): string | undefined => {
  try {
    return read(object)
  } catch {
    return undefined
  }
}

/** Decodes an object and puts its record into the sink, in one go, so that the object does not outlive this call. */
export const applyUpsert = <R>(
  resource: WatchedResource<R>,
  sink: Sink<R>,
  object: unknown,
  report: (problem: MalformedObject) => void,
): void => {
  const decoded = decodeSafely(resource, object)
  if (decoded.ok) return sink.upsert(decoded.key, decoded.record)
  const { key, problem } = decoded
  if (key !== undefined) sink.retain?.(key)
  report({ kind: 'malformed', problem, ...(key !== undefined && { key }) })
}

/** Removes a deleted object by its key. */
export const applyRemove = <R>(
  resource: WatchedResource<R>,
  sink: Sink<R>,
  object: unknown,
  report: (problem: MalformedObject) => void,
): void => {
  const key = textSafely(resource.keyOf, object)
  if (key !== undefined) return sink.remove(key, resource.versionOf && textSafely(resource.versionOf, object))
  report({ kind: 'malformed', problem: 'a deleted object without a key' })
}
