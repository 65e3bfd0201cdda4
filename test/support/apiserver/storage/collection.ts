import type { KubeObject } from '../object.ts'
import { type Change, type ChangeLog, changeLog } from './changeLog.ts'

/** The objects of one resource, in etcd's order of keys, with their history. */
export interface Collection {
  readonly log: ChangeLog
  get: (namespace: string, name: string) => KubeObject | undefined
  /** All objects, or those of one namespace, sorted by namespace and name. The array is never changed afterwards. */
  list: (namespace: string) => readonly KubeObject[]
  size: () => number
  put: (object: KubeObject, revision: number) => void
  remove: (object: KubeObject, revision: number) => void
  /** Calls back after each change, synchronously; returns how to stop. */
  onChange: (listener: (change: Change) => void) => () => void
}

const keyOf = (namespace: string, name: string) => `${namespace}/${name}`
const keyOfObject = ({ metadata }: KubeObject) => keyOf(metadata.namespace ?? '', metadata.name)

export const collection = (historyLimit: number): Collection => {
  const objects = new Map<string, KubeObject>()
  const listeners = new Set<(change: Change) => void>()
  const log = changeLog(historyLimit)
  let sorted: readonly KubeObject[] | undefined

  const record = (change: Change) => {
    sorted = undefined
    log.append(change)
    for (const listener of listeners) listener(change)
  }

  const all = (): readonly KubeObject[] => {
    sorted ??= [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
    return sorted
  }

  return {
    log,
    get: (namespace, name) => objects.get(keyOf(namespace, name)),
    size: () => objects.size,
    list: (namespace) => {
      if (namespace === '') return all()
      const objectsInOrder = all()
      return objectsInOrder.slice(
        firstFrom(objectsInOrder, `${namespace}/`),
        firstFrom(objectsInOrder, `${namespace}0`),
      )
    },
    put: (object, revision) => {
      const key = keyOfObject(object)
      const previous = objects.get(key)
      objects.set(key, object)
      record(previous ? { type: 'MODIFIED', revision, object, previous } : { type: 'ADDED', revision, object })
    },
    remove: (object, revision) => {
      const previous = objects.get(keyOfObject(object))
      objects.delete(keyOfObject(object))
      record({ type: 'DELETED', revision, object, ...(previous && { previous }) })
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The index of the first object whose key is not before the given one (`0` comes right after `/`). */
const firstFrom = (objects: readonly KubeObject[], key: string): number => {
  let low = 0
  let high = objects.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const object = objects[middle]
    if (object && keyOfObject(object) < key) low = middle + 1
    else high = middle
  }
  return low
}
