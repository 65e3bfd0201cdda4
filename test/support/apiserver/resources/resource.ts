import type { JsonObject } from '../json.ts'
import type { GroupResource } from '../status.ts'
import type { Column } from '../table/column.ts'

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch'

export const VERBS: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
]

/** One served kind, as discovery tells it and as the verbs need it. */
export interface Resource extends GroupResource {
  readonly version: string
  readonly kind: string
  readonly singular: string
  readonly namespaced: boolean
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  /** Subresources beside `status`: `eviction`, `finalize`. */
  readonly subresources: readonly string[]
  readonly hasStatus: boolean
  /** Built-in kinds leave kind and apiVersion out of list items, and know strategic merge patch. */
  readonly builtIn: boolean
  /** Whether metadata.generation counts changes of what is not metadata or status. */
  readonly generation: boolean
  /** Whether a deletion that completes at once answers with the object instead of a Status. */
  readonly returnsDeleted: boolean
  /** Whether an update without resourceVersion is taken as unconditional. */
  readonly unconditionalUpdate: boolean
  readonly columns: readonly Column[]
  /** The structural schema of a custom resource. */
  readonly schema?: JsonObject
}

export const apiVersionOf = ({ group, version }: Pick<Resource, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`

/** The path under which a group and version are served: `/api/v1`, `/apis/apps/v1`. */
export const rootOf = (resource: Pick<Resource, 'group' | 'version'>): string =>
  resource.group === '' ? `/api/${resource.version}` : `/apis/${apiVersionOf(resource)}`

/** Identifies a resource in maps: `pods.v1.`, `imagepolicies.v1alpha1.pullkeeper.dev`. */
export const resourceKey = ({ group, version, resource }: Pick<Resource, 'group' | 'version' | 'resource'>): string =>
  `${resource}.${version}.${group}`
