/** What a resource's own decoder makes of an object. */
export type Decoded<R> =
  | { readonly ok: true; readonly key: string; readonly record: R }
  | { readonly ok: false; readonly key?: string; readonly problem: string }

/** Where the records of a watched resource are kept. All calls come in order, from one reflector, and must not wait. */
export interface Sink<R> {
  upsert(key: string, record: R): void
  /** @param version of the object's end, where the resource has `versionOf` */
  remove(key: string, version?: string): void
  /** The whole state follows, up to endSync. May come again before that: what was seen so far no longer counts. */
  beginSync(): void
  /** What was not seen since beginSync (neither upserted nor retained) is gone. */
  endSync(): void
  /** The object exists but cannot be read: what is held under its key stays and counts as seen. */
  retain?(key: string): void
}

/** What is watched, and how its objects are read. */
export interface WatchedResource<R> {
  /** For messages, such as `pods`. */
  readonly name: string
  /** Collection, such as `/api/v1/pods`. */
  readonly path: string
  readonly fieldSelector?: string
  readonly labelSelector?: string
  /**
   * Its objects may come as protobuf: `decode` and `keyOf` then get the Buffer of a message instead of parsed JSON.
   * Custom resources are never sent so.
   */
  readonly protobuf?: boolean
  /** The object must not be kept: only what the record copies out of it. Throwing counts as not ok. */
  readonly decode: (object: unknown) => Decoded<R>
  /** The key alone, for objects that are gone. */
  readonly keyOf: (object: unknown) => string | undefined
  /** The resourceVersion, for objects that are gone: where several writers fill a sink, it tells what came after. */
  readonly versionOf?: (object: unknown) => string | undefined
}
