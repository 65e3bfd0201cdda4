import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { protection, type ControllerConfig } from '../../../src/config/controllerConfig.ts'
import { parseNamespaceName } from '../../../src/config/namespaceName.ts'
import { ownNamespace } from '../../../src/config/ownNamespace.ts'

test.each(['a', 'kube-system', '0a', 'x'.repeat(63)])('%s is the name of a namespace', (name) => {
  expect(parseNamespaceName(name)).toBe(name)
})

test.each(['', '-a', 'a-', 'A', 'a.b', 'a_b', 'a b', 'a\n', 'x'.repeat(64)])('%j is not', (name) => {
  expect(() => parseNamespaceName(name)).toThrow('expected the name of a namespace')
})

describe("the operator's own namespace", () => {
  const folder = mkdtempSync(join(tmpdir(), 'own-namespace-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const mounted = join(folder, 'namespace')
  writeFileSync(mounted, 'tools\n')
  const absent = join(folder, 'absent')

  test.each`
    env                              | file       | namespace
    ${{ POD_NAMESPACE: 'platform' }} | ${mounted} | ${'platform'}
    ${{ POD_NAMESPACE: '' }}         | ${mounted} | ${'tools'}
    ${{}}                            | ${mounted} | ${'tools'}
    ${{}}                            | ${absent}  | ${'pullkeeper-system'}
  `('$env gives $namespace', ({ env, file, namespace }) => {
    expect(ownNamespace(env, file)).toBe(namespace)
  })

  test('a variable that names none is refused by its name', () => {
    expect(() => ownNamespace({ POD_NAMESPACE: 'a b' })).toThrow('EnvironmentInvalid: POD_NAMESPACE is "a b", expected')
  })
})

describe('protected namespaces', () => {
  const config: ControllerConfig = {
    namespace: 'pullkeeper-system',
    identity: 'i',
    logLevel: 'info',
    metricsBindAddress: undefined,
    healthProbeBindAddress: undefined,
    leaderElect: true,
    leaseName: 'pullkeeper',
    protectedNamespaces: ['vault'],
    sourceNamespaces: ['kitchen'],
    diagnoseOnly: false,
    concurrency: 1,
  }
  test.each`
    namespace              | isProtected
    ${'kube-system'}       | ${true}
    ${'kube-public'}       | ${true}
    ${'kube-node-lease'}   | ${true}
    ${'pullkeeper-system'} | ${true}
    ${'vault'}             | ${true}
    ${'kube-flannel'}      | ${false}
    ${'kitchen'}           | ${false}
    ${'default'}           | ${false}
  `('$namespace: $isProtected', ({ namespace, isProtected }) => {
    expect(protection(config)(namespace)).toBe(isProtected)
  })
})
