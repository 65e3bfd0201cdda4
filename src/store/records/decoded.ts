import { Buffer } from 'node:buffer'
import { metaOfMessage } from '../../wire/objectMeta.ts'
import { isMessage } from './json.ts'
import { Problem } from './problem.ts'

/** What became of one object of a list or a watch. `problem` names the path and contains no value. */
export type Decoded<R> =
  | { readonly ok: true; readonly key: string; readonly record: R }
  | { readonly ok: false; readonly key?: string; readonly problem: string }

export type Decode<R> = (object: unknown) => Decoded<R>

interface Keyed {
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined }
}

/** `namespace/name`, or `name` in a kind without namespaces. */
export const keyOf = (namespace: string | undefined, name: string): string =>
  namespace === undefined || namespace === '' ? name : `${namespace}/${name}`

const metadataOf = (object: unknown): Readonly<Record<string, unknown>> => {
  const metadata = Buffer.isBuffer(object) ? metaOfMessage(object) : isMessage(object) ? object['metadata'] : undefined
  return isMessage(metadata) ? metadata : {}
}

/** The key of any API object, also of one that cannot be decoded or says only that it is gone. */
export const keyOfObject = (object: unknown): string | undefined => {
  const { name, namespace } = metadataOf(object)
  if (typeof name !== 'string' || name === '') return undefined
  return keyOf(typeof namespace === 'string' ? namespace : undefined, name)
}

/** The resourceVersion of any API object; of one that is gone it is that of its end. */
export const versionOfObject = (object: unknown): string | undefined => {
  const { resourceVersion } = metadataOf(object)
  return typeof resourceVersion === 'string' && resourceVersion !== '' ? resourceVersion : undefined
}

/** A decoder of one kind: `read` comes from its table, `project` makes the domain's object of what was read. */
export const decoder =
  <T extends Keyed, R>(read: (object: unknown) => T | Problem, project: (record: T) => R | Problem): Decode<R> =>
  (object) => {
    const seen = read(object)
    if (seen instanceof Problem) return failed(object, seen)
    const { namespace, name } = seen.metadata
    const record = project(seen)
    if (record instanceof Problem) return failed(object, record)
    return { ok: true, key: keyOf(namespace, name), record }
  }

const failed = (object: unknown, problem: Problem): Decoded<never> => {
  const key = keyOfObject(object)
  return { ok: false, ...(key !== undefined && { key }), problem: problem.text }
}
