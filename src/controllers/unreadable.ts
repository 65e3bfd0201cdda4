import type { Sink } from '../kube/sink.ts'

/** Names of objects that exist but cannot be read. */
export interface Unreadable {
  readonly names: () => ReadonlySet<string>
  readonly add: (name: string) => void
  /** The sink that forgets a name when the object is read after all, or gone. */
  readonly clearing: <R>(sink: Sink<R>) => Sink<R>
}

export const createUnreadable = (): Unreadable => {
  const names = new Set<string>()
  return {
    names: () => names,
    add: (name) => {
      names.add(name)
    },
    clearing: (sink) => ({
      ...sink,
      upsert: (key, record) => {
        names.delete(key)
        sink.upsert(key, record)
      },
      remove: (key, version) => {
        names.delete(key)
        sink.remove(key, version)
      },
    }),
  }
}
