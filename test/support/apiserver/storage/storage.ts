import type { KubeObject } from '../object.ts'
import { builtInResources } from '../resources/builtIn.ts'
import { apiVersionOf, type Resource, resourceKey } from '../resources/resource.ts'
import { type Collection, collection } from './collection.ts'

/** Everything that is stored: which kinds there are, their objects, and the one counter of revisions. */
export interface Storage {
  resources: () => readonly Resource[]
  find: (group: string, version: string, plural: string) => Resource | undefined
  findKind: (apiVersion: string, kind: string) => Resource | undefined
  /** Finds by `pods`, `po`, `imagepolicies` or `imagepolicies.pullkeeper.dev`. */
  findNamed: (name: string) => Resource | undefined
  addResource: (resource: Resource) => void
  removeResource: (resource: Resource) => void
  of: (resource: Resource) => Collection
  revision: () => number
  nextRevision: () => number
}

export const createStorage = ({ historyLimit }: { readonly historyLimit: number }): Storage => {
  const resources = new Map<string, Resource>()
  const collections = new Map<string, Collection>()
  let revision = 1

  const addResource = (resource: Resource) => {
    resources.set(resourceKey(resource), resource)
  }
  for (const resource of builtInResources) addResource(resource)

  const findNamed = (name: string): Resource | undefined => {
    const all = [...resources.values()]
    return (
      all.find((r) => r.resource === name || `${r.resource}.${r.group}` === name) ??
      all.find((r) => r.shortNames.includes(name) || r.singular === name)
    )
  }

  return {
    resources: () => [...resources.values()],
    find: (group, version, plural) => resources.get(`${plural}.${version}.${group}`),
    findKind: (apiVersion, kind) =>
      [...resources.values()].find((r) => r.kind === kind && apiVersionOf(r) === apiVersion),
    findNamed,
    addResource,
    removeResource: (resource) => {
      resources.delete(resourceKey(resource))
      collections.delete(resourceKey(resource))
    },
    of: (resource) => {
      const key = resourceKey(resource)
      const known = collections.get(key)
      if (known) return known
      const created = collection(historyLimit)
      collections.set(key, created)
      return created
    },
    revision: () => revision,
    nextRevision: () => ++revision,
  }
}

export const revisionOf = (object: KubeObject): number => Number(object.metadata.resourceVersion)
