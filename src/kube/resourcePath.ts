/** `/api/v1`, or `/apis/<group>/<version>`. */
export type ApiRoot = '/api/v1' | `/apis/${string}/${string}`

// A name that is empty or climbs would address another resource: the collection, say, and a delete of that.
const segment = (name: string): string => {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) {
    throw new RangeError(`"${name}" is not the name of a Kubernetes object`)
  }
  return encodeURIComponent(name)
}

/**
 * The path of a namespaced object. Throws RangeError on a name that cannot be one.
 * @example namespaced('/api/v1', 'secrets', 'default', 'robot')
 */
export const namespaced = (root: ApiRoot, resource: string, namespace: string, name: string): string =>
  `${namespacedCollection(root, resource, namespace)}/${segment(name)}`

/** The path of all objects of a resource in one namespace. */
export const namespacedCollection = (root: ApiRoot, resource: string, namespace: string): string =>
  `${root}/namespaces/${segment(namespace)}/${segment(resource)}`

/** The path of a cluster-scoped object. */
export const clusterScoped = (root: ApiRoot, resource: string, name: string): string =>
  `${collection(root, resource)}/${segment(name)}`

/** The path of all objects of a resource: cluster-scoped ones, or those of every namespace. */
export const collection = (root: ApiRoot, resource: string): string => `${root}/${segment(resource)}`
