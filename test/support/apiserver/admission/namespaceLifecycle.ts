import type { KubeObject } from '../object.ts'
import type { Resource } from '../resources/resource.ts'
import { forbidden, notFound } from '../status.ts'
import type { Storage } from '../storage/storage.ts'

const NAMESPACES = { group: '', resource: 'namespaces' }
export const UNDELETABLE = new Set(['default', 'kube-system', 'kube-public'])

/** Nothing is created in a namespace that does not exist or is going (admission/plugin/namespace/lifecycle, v1.36). */
export const admitToNamespace = (storage: Storage, resource: Resource, { metadata }: KubeObject): void => {
  if (!resource.namespaced) return
  const name = metadata.namespace ?? ''
  const kind = storage.find('', 'v1', 'namespaces')
  const namespace = kind && storage.of(kind).get('', name)
  if (!namespace) throw notFound(NAMESPACES, name)
  if (namespace.metadata.deletionTimestamp !== undefined)
    throw forbidden(
      resource,
      metadata.name,
      `unable to create new content in namespace ${name} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${name} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    )
}
