import { randomUUID } from 'node:crypto'
import { isObject, type Json } from './json.ts'
import { type KubeObject, parseObject } from './object.ts'
import type { PatchType } from './patch/patch.ts'
import type { Resource } from './resources/resource.ts'
import { select, type Selectors } from './selectors/selection.ts'
import { ApiError, noSuchPath } from './status.ts'
import type { Change } from './storage/changeLog.ts'
import { type Api, timestamp, type WriteOptions } from './verbs/api.ts'
import { create } from './verbs/create.ts'
import { type DeleteOptions, deleteObject } from './verbs/delete.ts'
import { get } from './verbs/get.ts'
import { patch } from './verbs/patch.ts'
import { evict } from './verbs/subresources.ts'
import { update } from './verbs/update.ts'

/** Names an object: the namespace is left out for cluster-scoped kinds. */
export interface Named {
  readonly namespace?: string
  readonly name: string
}

/**
 * The store, for tests in the same process: the semantics of HTTP without authorization, faults and audit. Resources
 * are named as for kubectl (`pods`, `sa`, `imagepolicies.pullkeeper.dev`). Everything throws ApiError.
 */
export interface InProcessStore {
  create: (object: Json, options?: WriteOptions) => KubeObject
  update: (object: Json, options?: WriteOptions) => KubeObject
  patch: (
    resource: string,
    named: Named,
    body: Json,
    options?: WriteOptions & { readonly type?: PatchType },
  ) => KubeObject
  delete: (resource: string, named: Named, options?: DeleteOptions) => KubeObject
  evict: (named: Named) => KubeObject
  get: (resource: string, named: Named) => KubeObject
  /** The object, or undefined where get throws 404. */
  find: (resource: string, named: Named) => KubeObject | undefined
  list: (resource: string, options?: Selectors & { readonly namespace?: string }) => readonly KubeObject[]
  count: (resource: string) => number
  /** Calls back after each change of a resource, within the write; returns how to stop. */
  onChange: (resource: string, listener: (change: Change) => void) => () => void
  /**
   * Stores objects as they are, with their status, but for uid, creationTimestamp and resourceVersion where they are
   * missing: no validation, no admission, so that 100,000 pods take seconds. Objects that share parts share memory.
   */
  seed: (objects: Iterable<Json>) => number
}

export const inProcessStore = (api: Api): InProcessStore => {
  const { storage } = api
  const resourceNamed = (name: string): Resource => {
    const resource = storage.findNamed(name)
    if (!resource) throw noSuchPath()
    return resource
  }
  const resourceFor = (object: KubeObject): Resource => {
    const resource = storage.findKind(object.apiVersion, object.kind)
    if (!resource) throw noSuchPath()
    return resource
  }
  const targetOf = (resource: string, { namespace = '', name }: Named) => ({
    resource: resourceNamed(resource),
    namespace,
    name,
  })
  const targetFor = (object: KubeObject) => {
    const { name, namespace = '' } = object.metadata
    const resource = resourceFor(object)
    return { resource, namespace: resource.namespaced ? namespace || 'default' : '', name }
  }
  const find: InProcessStore['find'] = (resource, named) => {
    try {
      return get(api, targetOf(resource, named))
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return undefined
      throw error
    }
  }
  const seedOne = (value: Json) => {
    const object = parseObject(value)
    const revision = storage.nextRevision()
    const { uid = randomUUID(), creationTimestamp = timestamp(api.now()) } = object.metadata
    const metadata = { ...object.metadata, uid, creationTimestamp, resourceVersion: String(revision) }
    storage.of(resourceFor(object)).put({ ...object, metadata }, revision)
  }

  return {
    find,
    create: (object, options) => create(api, targetFor(parseObject(object)), object, options),
    update: (object, options) => update(api, targetFor(parseObject(object)), object, options),
    patch: (resource, named, body, { type = 'merge', ...options } = {}) =>
      patch(api, targetOf(resource, named), type, body, options).object,
    delete: (resource, named, options) => deleteObject(api, targetOf(resource, named), options).object,
    evict: (named) => evict(api, targetOf('pods', named), { kind: 'Eviction', metadata: { name: named.name } }).object,
    get: (resource, named) => get(api, targetOf(resource, named)),
    list: (resource, { namespace = '', ...selectors } = {}) => {
      const of = resourceNamed(resource)
      return storage.of(of).list(namespace).filter(select(of, selectors).matches)
    },
    count: (resource) => storage.of(resourceNamed(resource)).size(),
    onChange: (resource, listener) => storage.of(resourceNamed(resource)).onChange(listener),
    seed: (objects) => {
      let count = 0
      for (const object of objects) {
        if (!isObject(object)) continue
        seedOne(object)
        count += 1
      }
      return count
    },
  }
}
