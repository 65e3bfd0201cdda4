import { createInterner } from '../../../../src/store/intern.ts'
import { keyOfObject } from '../../../../src/store/records/decoded.ts'
import { decodeNamespace } from '../../../../src/store/records/namespace.ts'
import { decodeNode } from '../../../../src/store/records/node.ts'
import { decodeRuntimeClass } from '../../../../src/store/records/runtimeClass.ts'
import { decodeServiceAccount } from '../../../../src/store/records/serviceAccount.ts'
import { recordOf } from './objects.ts'

const interner = createInterner()

const account = (namespace: string) => ({
  metadata: {
    name: 'default',
    namespace,
    uid: `u-${namespace}`,
    resourceVersion: '7',
    labels: { app: 'web' },
    annotations: { 'pullkeeper.dev/attached': '{"acme":"2026-11-23T10:00:00Z"}', other: 'x' },
  },
  imagePullSecrets: [{ name: 'b' }, { name: 'a' }, { name: 'b' }, {}],
})

describe('Namespace', () => {
  const decode = decodeNamespace(interner)
  const labels = { 'kubernetes.io/metadata.name': 'team-a', env: '' }

  test('labels', () => {
    expect(decode({ metadata: { name: 'team-a', labels }, status: { phase: 'Active' } })).toStrictEqual({
      ok: true,
      key: 'team-a',
      record: { name: 'team-a', labels, terminating: false },
    })
  })

  test('one that is going', () => {
    const metadata = { name: 'team-a', deletionTimestamp: '2026-11-23T10:00:00Z' }
    expect(recordOf(decode({ metadata }))).toStrictEqual({ name: 'team-a', labels: {}, terminating: true })
  })

  test('a label that is no string', () => {
    expect(decode({ metadata: { name: 'a', labels: { env: 1 } } })).toEqual({
      ok: false,
      key: 'a',
      problem: 'metadata.labels["env"]: expected a string',
    })
  })
})

describe('ServiceAccount', () => {
  const decode = decodeServiceAccount(interner)
  test('the list in its order, doubles and nameless entries kept: it is written back whole', () => {
    expect(decode(account('team-a'))).toStrictEqual({
      ok: true,
      key: 'team-a/default',
      record: {
        namespace: 'team-a',
        name: 'default',
        uid: 'u-team-a',
        resourceVersion: '7',
        labels: { app: 'web' },
        imagePullSecrets: ['b', 'a', 'b', ''],
        attached: '{"acme":"2026-11-23T10:00:00Z"}',
      },
    })
  })

  test('the accounts of many namespaces share list and labels', () => {
    const [a, b] = [recordOf(decode(account('team-a'))), recordOf(decode(account('team-b')))]
    expect(b.imagePullSecrets).toBe(a.imagePullSecrets)
    expect(b.labels).toBe(a.labels)
  })

  test.each([
    [{ resourceVersion: '' }, 'metadata.resourceVersion: required'],
    [
      { annotations: { 'pullkeeper.dev/attached': 1 } },
      'metadata.annotations["pullkeeper.dev/attached"]: expected a string',
    ],
  ])('%j', (wrong, problem) => {
    const { metadata } = account('a')
    expect(decode({ metadata: { ...metadata, ...wrong } })).toMatchObject({ ok: false, problem })
  })
})

describe('Node', () => {
  const decode = decodeNode(interner)
  const labels = { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'arm64' }

  test.each([
    [
      'what kubelet reports',
      {
        metadata: { name: 'n', labels },
        status: {
          nodeInfo: { operatingSystem: 'linux', architecture: 'amd64', kubeletVersion: 'v1.36.3' },
          runtimeHandlers: [{ name: '' }, { name: 'kata', features: {} }],
        },
      },
      { name: 'n', os: 'linux', architecture: 'amd64', kubeletVersion: 'v1.36.3', runtimeHandlers: ['', 'kata'] },
    ],
    [
      'labels, before it has reported',
      { metadata: { name: 'n', labels }, status: { nodeInfo: { operatingSystem: '', architecture: '' } } },
      { name: 'n', os: 'linux', architecture: 'arm64', kubeletVersion: '' },
    ],
    [
      'nothing',
      { metadata: { name: 'n' }, status: { runtimeHandlers: [] } },
      { name: 'n', os: '', architecture: '', kubeletVersion: '' },
    ],
  ])('%s', (_, node, record) => {
    expect(decode(node)).toStrictEqual({ ok: true, key: 'n', record })
  })
})

describe('RuntimeClass', () => {
  const decode = decodeRuntimeClass(interner)

  test('handler and node selector', () => {
    expect(
      recordOf(
        decode({ metadata: { name: 'kata' }, handler: 'kata-qemu', scheduling: { nodeSelector: { kata: 'y' } } }),
      ),
    ).toStrictEqual({ name: 'kata', handler: 'kata-qemu', nodeSelector: { kata: 'y' } })
    expect(recordOf(decode({ metadata: { name: 'runc' }, handler: 'runc' }))).toStrictEqual({
      name: 'runc',
      handler: 'runc',
      nodeSelector: {},
    })
  })

  test('without a handler', () => {
    expect(decode({ metadata: { name: 'kata' } })).toEqual({ ok: false, key: 'kata', problem: 'handler: required' })
  })
})

test.each([
  [{ metadata: { name: 'a', namespace: 'b' } }, 'b/a'],
  [{ metadata: { name: 'a' } }, 'a'],
  [{ metadata: { name: '' } }, undefined],
  [{ metadata: { namespace: 'b' } }, undefined],
  [{ metadata: null }, undefined],
  [[], undefined],
  [null, undefined],
])('key of %j: %s', (object, key) => {
  expect(keyOfObject(object)).toBe(key)
})
