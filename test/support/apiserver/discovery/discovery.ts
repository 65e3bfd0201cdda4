import type { JsonObject } from '../json.ts'
import { apiVersionOf, type Resource, rootOf, VERBS } from '../resources/resource.ts'

/** What is served at one group and version, in the order of versions. */
interface GroupVersion {
  readonly group: string
  readonly version: string
  readonly resources: readonly Resource[]
}

export const groupVersions = (resources: readonly Resource[]): readonly GroupVersion[] => {
  const byVersion = Map.groupBy(resources, apiVersionOf)
  return [...byVersion.values()].map((members) => ({
    group: members[0]?.group ?? '',
    version: members[0]?.version ?? '',
    resources: members,
  }))
}

/** The kinds that subresources other than status take. */
const subresourceKinds: Readonly<Record<string, readonly [group: string, version: string, kind: string]>> = {
  eviction: ['policy', 'v1', 'Eviction'],
  binding: ['', 'v1', 'Binding'],
}

const subresourcesOf = (resource: Resource) => [
  ...(resource.hasStatus ? [{ name: 'status', verbs: ['get', 'patch', 'update'] }] : []),
  ...resource.subresources.map((name) => ({ name, verbs: name === 'finalize' ? ['update'] : ['create'] })),
]

const kindOf = (resource: Resource, subresource: string) => {
  const [group, version, kind] = subresourceKinds[subresource] ?? [resource.group, resource.version, resource.kind]
  return { group, version, kind }
}

const aggregatedResource = (resource: Resource): JsonObject => ({
  resource: resource.resource,
  responseKind: { group: resource.group, version: resource.version, kind: resource.kind },
  scope: resource.namespaced ? 'Namespaced' : 'Cluster',
  singularResource: resource.singular,
  verbs: VERBS,
  ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
  ...(resource.categories.length > 0 && { categories: resource.categories }),
  subresources: subresourcesOf(resource).map(({ name, verbs }) => ({
    subresource: name,
    responseKind: kindOf(resource, name),
    verbs,
  })),
})

/** Aggregated discovery: /api with the core group, /apis with the others. */
export const aggregatedDiscovery = (resources: readonly Resource[], core: boolean): JsonObject => {
  const byGroup = Map.groupBy(
    groupVersions(resources).filter(({ group }) => (group === '') === core),
    ({ group }) => group,
  )
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: [...byGroup].map(([group, versions]) => ({
      metadata: { ...(group !== '' && { name: group }), creationTimestamp: null },
      versions: versions.map((each) => ({
        version: each.version,
        resources: each.resources.map(aggregatedResource),
        freshness: 'Current',
      })),
    })),
  }
}

export const AGGREGATED_TYPE = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

export const wantsAggregated = (accept: string | undefined): boolean =>
  (accept ?? '').split(',').some((part) => /g=apidiscovery\.k8s\.io/.test(part) && /v=v2(;|$)/.test(part.trim()))

const groupOf = (group: string, versions: readonly GroupVersion[]): JsonObject => {
  const all = versions.map(({ version }) => ({ groupVersion: `${group}/${version}`, version }))
  return { kind: 'APIGroup', apiVersion: 'v1', name: group, versions: all, preferredVersion: all[0] }
}

const resourceList = ({ group, version, resources }: GroupVersion): JsonObject => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: apiVersionOf({ group, version }),
  resources: resources.flatMap((resource) => [
    {
      name: resource.resource,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: VERBS,
      ...(resource.shortNames.length > 0 && { shortNames: resource.shortNames }),
      ...(resource.categories.length > 0 && { categories: resource.categories }),
    },
    ...subresourcesOf(resource).map(({ name, verbs }) => ({
      name: `${resource.resource}/${name}`,
      singularName: '',
      namespaced: resource.namespaced,
      ...kindOf(resource, name),
      verbs,
    })),
  ]),
})

/** Discovery as it was before aggregation: one document for each path. Undefined where nothing is served. */
export const discoveryDocument = (resources: readonly Resource[], path: string): JsonObject | undefined => {
  const versions = groupVersions(resources)
  const byGroup = Map.groupBy(
    versions.filter(({ group }) => group !== ''),
    ({ group }) => group,
  )
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
  if (path === '/apis')
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: [...byGroup].map(([group, of]) => groupOf(group, of)) }
  const served = versions.find((each) => rootOf(each) === path)
  if (served) return resourceList(served)
  const group = /^\/apis\/([^/]+)$/.exec(path)?.[1] ?? ''
  const of = byGroup.get(group)
  return of && groupOf(group, of)
}
