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
    clearing: (sink) => {
      /** Names that a list, while one is under way, has not told again. */
      let untold: Set<string> | undefined
      const forget = (name: string): void => {
        names.delete(name)
        untold?.delete(name)
      }
      return {
        upsert: (key, record) => {
          forget(key)
          sink.upsert(key, record)
        },
        remove: (key, version) => {
          forget(key)
          sink.remove(key, version)
        },
        retain: (key) => {
          untold?.delete(key)
          sink.retain?.(key)
        },
        beginSync: () => {
          untold = new Set(names)
          sink.beginSync()
        },
        endSync: () => {
          for (const name of untold ?? []) names.delete(name)
          untold = undefined
          sink.endSync()
        },
      }
    },
  }
}
