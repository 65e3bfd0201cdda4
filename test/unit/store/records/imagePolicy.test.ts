import { createInterner } from '../../../../src/store/intern.ts'
import { decodeImagePolicy } from '../../../../src/store/records/imagePolicy.ts'
import { recordOf, withValue, type Json } from './objects.ts'

const acme: Json = {
  apiVersion: 'pullkeeper.dev/v1alpha1',
  kind: 'ImagePolicy',
  metadata: {
    name: 'acme',
    uid: 'p-1',
    resourceVersion: '9',
    generation: 4,
    creationTimestamp: '2026-11-23T10:00:00Z',
    finalizers: ['pullkeeper.dev/cleanup'],
  },
  spec: {
    suspend: true,
    namespaceSelector: { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['dev'] }] },
    credentials: {
      sources: [
        { name: 'ghcr', secretRef: { name: 'ghcr-robot', namespace: 'vault' }, registries: ['ghcr.io/acme'] },
        { name: 'hub', secretRef: { name: 'hub' }, registries: [] },
        { name: 'ecr', provider: { name: 'ecr-provider' }, registries: ['*.dkr.ecr.*.amazonaws.com'] },
      ],
      secretName: 'acme-registry',
      serviceAccounts: { names: ['default'], selector: { matchLabels: { pull: 'yes' } } },
      recovery: 'None',
    },
  },
  status: { observedGeneration: 3, conditions: [] },
}

const decode = decodeImagePolicy(createInterner())
const policyWith = (path: string, value: Json) => recordOf(decode(withValue(acme, path, value)))

test('everything that a policy may say', () => {
  expect(decode(acme)).toStrictEqual({
    ok: true,
    key: 'acme',
    record: {
      name: 'acme',
      uid: 'p-1',
      resourceVersion: '9',
      generation: 4,
      createdAt: 1795428000,
      deleting: false,
      finalizers: ['pullkeeper.dev/cleanup'],
      spec: {
        suspend: true,
        namespaceSelector: {
          matchLabels: {},
          matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['dev'] }],
        },
        credentials: {
          sources: [
            {
              kind: 'secret',
              name: 'ghcr',
              registries: ['ghcr.io/acme'],
              secretRef: { name: 'ghcr-robot', namespace: 'vault' },
            },
            { kind: 'secret', name: 'hub', secretRef: { name: 'hub' } },
            {
              kind: 'provider',
              name: 'ecr',
              registries: ['*.dkr.ecr.*.amazonaws.com'],
              provider: { name: 'ecr-provider' },
            },
          ],
          secretName: 'acme-registry',
          serviceAccounts: {
            names: ['default'],
            selector: { matchLabels: { pull: 'yes' }, matchExpressions: [] },
          },
          recovery: 'None',
        },
      },
      status: { observedGeneration: 3, conditions: [] },
    },
  })
})

test('one that only diagnoses', () => {
  expect(policyWith('spec', {}).spec).toStrictEqual({ suspend: false })
})

test('an empty selector is there and selects everything; an absent one is not there', () => {
  expect(policyWith('spec.namespaceSelector', {}).spec.namespaceSelector).toEqual({
    matchLabels: {},
    matchExpressions: [],
  })
  expect(policyWith('spec.namespaceSelector', null).spec).not.toHaveProperty('namespaceSelector')
})

test('recovery is Evict unless said otherwise', () => {
  expect(policyWith('spec.credentials.recovery', null).spec.credentials?.recovery).toBe('Evict')
})

test('a deletionTimestamp is deleting', () => {
  expect(policyWith('metadata.deletionTimestamp', '2026-11-23T11:00:00Z').deleting).toBe(true)
})

const oneOf = 'exactly one of secretRef and provider is needed'

test.each<[string, Json, string]>([
  ['metadata.generation', '4', 'metadata.generation: expected a whole number'],
  ['metadata.finalizers', [1], 'metadata.finalizers[0]: expected a string'],
  ['spec', 'x', 'spec: expected an object'],
  ['spec.suspend', 'no', 'spec.suspend: expected true or false'],
  [
    'spec.namespaceSelector.matchExpressions.0.operator',
    'Like',
    'spec.namespaceSelector.matchExpressions[0].operator: expected one of In, NotIn, Exists, DoesNotExist',
  ],
  [
    'spec.namespaceSelector.matchExpressions.0.values',
    [],
    'spec.namespaceSelector: matchExpressions[0].values: NotIn needs at least one',
  ],
  [
    'spec.namespaceSelector.matchLabels',
    { 'a b': '' },
    'spec.namespaceSelector: matchLabels: "a b" is not a label key',
  ],
  ['spec.credentials.sources', null, 'spec.credentials.sources: required'],
  ['spec.credentials.sources.0.name', '', 'spec.credentials.sources[0].name: required'],
  ['spec.credentials.sources.1.secretRef', null, `spec.credentials.sources[1]: ${oneOf}`],
  ['spec.credentials.sources.1.provider', { name: 'x' }, `spec.credentials.sources[1]: ${oneOf}`],
  ['spec.credentials.sources.0.secretRef', {}, 'spec.credentials.sources[0].secretRef.name: required'],
  ['spec.credentials.sources.0.registries', 'ghcr.io', 'spec.credentials.sources[0].registries: expected a list'],
  ['spec.credentials.secretName', 1, 'spec.credentials.secretName: expected a string'],
  [
    'spec.credentials.serviceAccounts.selector.matchLabels',
    { a: 'x y' },
    'spec.credentials.serviceAccounts.selector: matchLabels["a"]: not a label value',
  ],
  ['spec.credentials.recovery', 'Delete', 'spec.credentials.recovery: expected one of Evict, None'],
])('%s = %j', (path, value, problem) => {
  expect(decode(withValue(acme, path, value))).toEqual({ ok: false, key: 'acme', problem })
})
