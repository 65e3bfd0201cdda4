import { createHash } from 'node:crypto'
import type { JsonObject } from '../json.ts'
import { objectAt } from '../json.ts'
import { type Resource, rootOf } from '../resources/resource.ts'
import { groupVersions } from './discovery.ts'

const kindOf = ({ group, version, kind }: Resource) => ({ group, version, kind })

const query = (name: string): JsonObject => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } })

const META_REF = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'

const schemaOf = (resource: Resource): JsonObject => {
  const schema = resource.schema ?? { type: 'object' }
  return {
    ...schema,
    properties: {
      ...objectAt(schema, 'properties'),
      metadata: {
        description: "Standard object's metadata.",
        allOf: [{ $ref: `#/components/schemas/${META_REF}` }],
        default: {},
      },
    },
    'x-kubernetes-group-version-kind': [kindOf(resource)],
  }
}

const schemaName = ({ group, version, kind }: Resource): string =>
  `${group.split('.').toReversed().join('.') || 'core'}.${version}.${kind}`

/**
 * As much of OpenAPI v3 as kubectl needs: that PATCH knows fieldValidation and dryRun (so that it validates on the
 * server), and the schemas of custom resources (for kubectl explain). Strategic merge is not announced, so kubectl
 * computes such patches from its built-in types.
 */
export const openapiDocument = (resources: readonly Resource[]): JsonObject => ({
  openapi: '3.0.0',
  info: { title: 'Kubernetes', version: 'v1.36.3' },
  paths: Object.fromEntries(
    resources.map((resource) => [
      `${rootOf(resource)}/${resource.namespaced ? 'namespaces/{namespace}/' : ''}${resource.resource}/{name}`,
      {
        patch: {
          'x-kubernetes-action': 'patch',
          'x-kubernetes-group-version-kind': kindOf(resource),
          parameters: [query('dryRun'), query('fieldManager'), query('fieldValidation'), query('force')],
          responses: { '200': { description: 'OK' } },
        },
      },
    ]),
  ),
  components: {
    schemas: {
      [META_REF]: { type: 'object', description: 'ObjectMeta is metadata that all persisted resources must have.' },
      ...Object.fromEntries(resources.map((resource) => [schemaName(resource), schemaOf(resource)])),
    },
  },
})

const relative = (path: string) => path.replace(/^\//, '')

/** The index at /openapi/v3; each address carries a hash, by which clients cache. */
export const openapiIndex = (resources: readonly Resource[]): JsonObject => ({
  paths: Object.fromEntries(
    groupVersions(resources).map((served) => {
      const hash = createHash('sha256')
        .update(JSON.stringify(openapiDocument(served.resources)))
        .digest('hex')
        .toUpperCase()
      return [relative(rootOf(served)), { serverRelativeURL: `/openapi/v3${rootOf(served)}?hash=${hash}` }]
    }),
  ),
})

/** The document of one group and version, by its path (`/openapi/v3/apis/apps/v1`). */
export const openapiAt = (resources: readonly Resource[], path: string): JsonObject | undefined => {
  const served = groupVersions(resources).find((each) => path === `/openapi/v3${rootOf(each)}`)
  return served && openapiDocument(served.resources)
}
