import { compile } from 'json-schema-to-typescript'
import { parse } from 'yaml'
import { isRecord, nameObjects, type Schema } from './nameObjects.ts'
import { readonlyTypes } from './readonlyTypes.ts'

const banner = `// Made from crds/pullkeeper.dev_imagepolicies.yaml by \`node scripts/generate.ts\`: change that file, not this one.\n`

/** Names of the types, by where the object stands in the schema. Two places with one name must be of one shape. */
const typeNames: ReadonlyMap<string, string> = new Map([
  ['', 'ImagePolicy'],
  ['metadata', 'ObjectMeta'],
  ['spec', 'ImagePolicySpec'],
  ['spec.namespaceSelector', 'LabelSelector'],
  ['spec.namespaceSelector.matchExpressions[]', 'LabelSelectorRequirement'],
  ['spec.credentials', 'Credentials'],
  ['spec.credentials.sources[]', 'Source'],
  ['spec.credentials.sources[].secretRef', 'SecretReference'],
  ['spec.credentials.sources[].provider', 'ProviderReference'],
  ['spec.credentials.serviceAccounts', 'ServiceAccountSelection'],
  ['spec.credentials.serviceAccounts.selector', 'LabelSelector'],
  ['spec.credentials.serviceAccounts.selector.matchExpressions[]', 'LabelSelectorRequirement'],
  ['status', 'ImagePolicyStatus'],
  ['status.conditions[]', 'Condition'],
  ['status.summary', 'StatusSummary'],
  ['status.namespaces', 'NamespaceCounts'],
  ['status.serviceAccounts', 'ServiceAccountCounts'],
  ['status.sources[]', 'SourceStatus'],
  ['status.findings', 'FindingsStatus'],
  ['status.findings.byCause[]', 'CauseCount'],
  ['status.findings.items[]', 'FindingItem'],
  ['status.findings.items[].workload', 'WorkloadReference'],
])

const text = (description: string): Schema => ({ type: 'string', description })

/** metadata is the API server's own; what a program reads of it. */
const objectMeta: Schema = {
  type: 'object',
  description: 'Standard metadata, as far as it is used.',
  required: ['name'],
  properties: {
    name: text('The name of the policy, at most 63 characters.'),
    uid: text('Tells the policy from others of its name, before and after.'),
    resourceVersion: text('The version of the object, to be sent back with a write.'),
    generation: { type: 'integer', description: 'Grows with every change of the spec.' },
    creationTimestamp: text('When the policy was created, RFC 3339.'),
    deletionTimestamp: text('When its deletion was asked for, RFC 3339; absent unless it was.'),
    finalizers: { type: 'array', items: { type: 'string' }, description: 'What must be done before it is gone.' },
    labels: { type: 'object', additionalProperties: { type: 'string' }, description: 'Labels.' },
    annotations: { type: 'object', additionalProperties: { type: 'string' }, description: 'Annotations.' },
  },
}

const schemaOf = (crd: string): Schema => {
  const parsed: unknown = parse(crd)
  const versions = isRecord(parsed) && isRecord(parsed['spec']) ? parsed['spec']['versions'] : undefined
  const version: unknown = Array.isArray(versions) && versions.length === 1 ? versions[0] : undefined
  const schema = isRecord(version) && isRecord(version['schema']) ? version['schema']['openAPIV3Schema'] : undefined
  if (!isRecord(schema) || !isRecord(schema['properties']))
    throw new Error('the CRD has no schema of exactly one version')
  const { metadata: _, ...properties } = schema['properties']
  return {
    ...schema,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      ...properties,
      apiVersion: { const: 'pullkeeper.dev/v1alpha1', description: 'The version of this API.' },
      kind: { const: 'ImagePolicy', description: 'The kind of this object.' },
      metadata: objectMeta,
    },
  }
}

/** TypeScript types of the ImagePolicy, from the text of its CRD. */
export const imagePolicyTypes = async (crd: string): Promise<string> => {
  const types = await Promise.all(
    [...nameObjects(schemaOf(crd), typeNames)].map(([name, schema]) =>
      compile(schema, name, {
        additionalProperties: false,
        bannerComment: '',
        ignoreMinAndMaxItems: true,
        style: { semi: false, singleQuote: true, printWidth: 120 },
      }),
    ),
  )
  return [banner, ...types.map(readonlyTypes)].join('\n')
}
