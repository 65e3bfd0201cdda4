import { createHash } from 'node:crypto'
import { createInterner } from '../../../../src/store/intern.ts'
import { decodePullSecret, digestOfConfig } from '../../../../src/store/records/pullSecret.ts'
import { recordOf, withValue, type Json } from './objects.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const auth = base64('robot:hunter2')
const config = JSON.stringify({ auths: { 'ghcr.io': { auth }, 'https://index.docker.io/v1/': { auth } } })

const secretIn = (namespace: string, text = config): Json => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'acme-registry',
    namespace,
    uid: `u-${namespace}`,
    resourceVersion: '7',
    labels: { 'app.kubernetes.io/managed-by': 'pullkeeper', 'pullkeeper.dev/policy': 'acme' },
    annotations: { 'pullkeeper.dev/self': `${namespace}/acme-registry` },
  },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': base64(text), other: base64('x') },
})

const decode = decodePullSecret(createInterner(), { keepConfig: (namespace) => namespace === 'pullkeeper-system' })

test('a managed secret, without its credentials', () => {
  expect(decode(secretIn('team-a'))).toStrictEqual({
    ok: true,
    key: 'team-a/acme-registry',
    record: {
      namespace: 'team-a',
      name: 'acme-registry',
      uid: 'u-team-a',
      resourceVersion: '7',
      type: 'kubernetes.io/dockerconfigjson',
      immutable: false,
      marks: { managedBy: 'pullkeeper', policy: 'acme', self: 'team-a/acme-registry' },
      consentsAsSource: false,
      keys: ['ghcr.io', 'https://index.docker.io/v1/'],
      digest: createHash('sha256').update(config).digest('base64url'),
    },
  })
})

test('the digest is that of what a managed secret would contain', () => {
  expect(recordOf(decode(secretIn('team-a'))).digest).toBe(digestOfConfig(config))
})

test('the config is kept only where sources may come from', () => {
  expect(recordOf(decode(secretIn('pullkeeper-system'))).config).toBe(config)
  expect(recordOf(decode(secretIn('team-a')))).not.toHaveProperty('config')
})

test('one config in many namespaces is parsed once', () => {
  const [a, b] = [recordOf(decode(secretIn('team-a'))), recordOf(decode(secretIn('team-b')))]
  expect(b.keys).toBe(a.keys)
})

test('the older type has its own key', () => {
  const secret = {
    metadata: { name: 'old', namespace: 'team-a', uid: 'u', resourceVersion: '1' },
    type: 'kubernetes.io/dockercfg',
    data: { '.dockercfg': base64(JSON.stringify({ 'reg.corp.io': { auth } })) },
    immutable: true,
  }
  expect(recordOf(decode(secret))).toMatchObject({
    type: 'kubernetes.io/dockercfg',
    keys: ['reg.corp.io'],
    immutable: true,
    marks: {},
  })
})

test('the same bytes under another type are read as that type', () => {
  const text = JSON.stringify({ 'reg.corp.io': { auth } })
  const old = withValue(withValue(secretIn('a', text), 'type', 'kubernetes.io/dockercfg'), 'data', {
    '.dockercfg': base64(text),
  })
  const before = recordOf(decode(secretIn('a', text)))
  expect(before.keys).toEqual([])
  expect(recordOf(decode(old)).keys).toEqual(['reg.corp.io'])
})

test.each([['labels'], ['annotations']])('consent as a source may stand in %s', (where) => {
  const consent = (value: string): Json =>
    withValue(secretIn('a'), `metadata.${where}`, { 'pullkeeper.dev/source': value })
  expect(recordOf(decode(consent('true'))).consentsAsSource).toBe(true)
  expect(recordOf(decode(consent('yes'))).consentsAsSource).toBe(false)
})

describe('what kubelet cannot read is a record with a problem', () => {
  test.each<[string, Json]>([
    ['no data', {}],
    ['no base64', { '.dockerconfigjson': '!!!' }],
    ['no JSON', { '.dockerconfigjson': base64('{') }],
    ['wrong base64 in an auth', { '.dockerconfigjson': base64('{"auths":{"ghcr.io":{"auth":"hunter2!"}}}') }],
  ])('%s', (_, data) => {
    const secret = recordOf(decode(withValue(secretIn('pullkeeper-system'), 'data', data)))
    expect(secret.problem).toEqual(expect.any(String))
    expect(secret.problem).not.toContain('hunter2')
    expect(secret.keys).toEqual([])
    expect(secret.digest).toMatch(/^[\w-]{43}$/)
  })
})

test.each<[string, Json, string]>([
  ['type', 'Opaque', 'type: expected one of kubernetes.io/dockerconfigjson, kubernetes.io/dockercfg'],
  ['data', 'x', 'data: expected an object'],
  ['metadata.resourceVersion', null, 'metadata.resourceVersion: required'],
])('%s = %j', (path, value, problem) => {
  expect(decode(withValue(secretIn('a'), path, value))).toEqual({ ok: false, key: 'a/acme-registry', problem })
})

test('a value that is no text is told without the value', () => {
  expect(decode(withValue(secretIn('a'), 'data', { '.dockerconfigjson': ['hunter2'] }))).toEqual({
    ok: false,
    key: 'a/acme-registry',
    problem: 'data[".dockerconfigjson"]: expected base64',
  })
})
