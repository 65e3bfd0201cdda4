import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCredentialProviders } from '../../../src/config/credentialProviders.ts'

const provider = (name: string) => `
- name: ${name}
  apiVersion: credentialprovider.kubelet.k8s.io/v1
  matchImages: ['*.corp.io']
  defaultCacheDuration: 12h
  env: [{name: TOKEN, value: canary-of-env}]`
const head = 'apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders:'
const config = (...names: readonly string[]) => head + names.map(provider).join('') + (names.length === 0 ? ' []' : '')

describe('the files that kubelet takes', () => {
  let folder = ''
  const at = (...path: readonly string[]) => join(folder, ...path)
  const load = (path: string, bin = 'bin') => loadCredentialProviders({ config: at(path), binDir: at(bin) })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pullkeeper-providers-'))
    mkdirSync(at('bin'))
    for (const name of ['a', 'b']) writeFileSync(at('bin', name), '#!/a/b', { mode: 0o755 })
    writeFileSync(at('config.yaml'), config('a'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('one file', () => {
    expect(load('config.yaml')).toMatchObject([{ name: 'a', file: at('bin', 'a'), matchImages: ['*.corp.io'] }])
  })

  test('JSON, tabs and all', () => {
    const json = { apiVersion: 'kubelet.config.k8s.io/v1', kind: 'CredentialProviderConfig', providers: [] }
    const only = {
      name: 'a',
      apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
      matchImages: ['x.io'],
      defaultCacheDuration: '0s',
    }
    writeFileSync(at('config.json'), JSON.stringify({ ...json, providers: [only] }, undefined, '\t'))
    expect(load('config.json')).toMatchObject([{ name: 'a', defaultCacheMs: 0 }])
  })

  test('a folder: its .json, .yaml and .yml files in the order of their names, links as a ConfigMap mounts them', () => {
    mkdirSync(at('conf.d'))
    mkdirSync(at('conf.d', 'folder.yaml'))
    writeFileSync(at('conf.d', '10.yml'), config('b'))
    symlinkSync(at('config.yaml'), at('conf.d', '20.yaml'))
    writeFileSync(at('conf.d', 'README.md'), 'no configuration')
    expect(load('conf.d').map(({ name }) => name)).toEqual(['b', 'a'])
  })

  test.each`
    what                  | arrange                                                                           | says
    ${'no such file'}     | ${() => rmSync(at('config.yaml'))}                                                | ${/config\.yaml: ENOENT/}
    ${'no YAML'}          | ${() => writeFileSync(at('config.yaml'), `${config('a')}\n  x: [canary`)}         | ${/config\.yaml is not YAML: /}
    ${'a field twice'}    | ${() => writeFileSync(at('config.yaml'), `${config('a')}\nkind: canary`)}         | ${/config\.yaml is not YAML: Map keys must be unique/}
    ${'two documents'}    | ${() => writeFileSync(at('config.yaml'), `${config('a')}\n---\n`)}                | ${/config\.yaml is not YAML: .*multiple documents/}
    ${'no providers'}     | ${() => writeFileSync(at('config.yaml'), config())}                               | ${/config\.yaml: providers: describe at least one/}
    ${'an older version'} | ${() => writeFileSync(at('config.yaml'), config('a').replace('/v1', '/v1beta1'))} | ${/config\.yaml: apiVersion: "kubelet\.config\.k8s\.io\/v1beta1" is not supported/}
    ${'no executable'}    | ${() => rmSync(at('bin', 'a'))}                                                   | ${/executable .*bin\/a of provider a: ENOENT/}
    ${'a folder for an executable'} | ${() => {
      rmSync(at('bin', 'a'))
      mkdirSync(at('bin', 'a'))
    }} | ${/bin\/a is no file/}
    ${'no bin directory'} | ${() => rmSync(at('bin'), { recursive: true })}                                   | ${/bin: ENOENT/}
    ${'a file for a bin directory'} | ${() => {
      rmSync(at('bin'), { recursive: true })
      writeFileSync(at('bin'), '')
    }} | ${/bin is no folder/}
  `('$what', ({ arrange, says }: { arrange: () => void; says: RegExp }) => {
    arrange()
    const thrown = (() => {
      try {
        return load('config.yaml')
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toMatchObject({ code: 'CredentialProvidersInvalid', message: expect.stringMatching(says) })
    expect(String(thrown)).not.toContain('canary')
  })

  test('a folder without configuration', () => {
    expect(() => load('bin')).toThrow(/holds no \.json, \.yaml or \.yml file/)
  })

  test('an executable that may not be executed', () => {
    chmodSync(at('bin', 'a'), 0o644)
    expect(() => load('config.yaml')).toThrow(/bin\/a of provider a: EACCES/)
  })

  test('a file that only a shell would run', () => {
    writeFileSync(at('bin', 'a'), 'echo canary')
    expect(() => load('config.yaml')).toThrow(/bin\/a is neither a program nor a script that names its interpreter/)
  })

  test('a name in two files', () => {
    mkdirSync(at('conf.d'))
    for (const name of ['1.yaml', '2.yaml']) writeFileSync(at('conf.d', name), config('a'))
    expect(() => load('conf.d')).toThrow(/2\.yaml: providers\[0\]\.name: "a" is the name of another provider/)
  })

  test('of many problems the first ones are told', () => {
    writeFileSync(at('config.yaml'), config(...Array.from({ length: 12 }, () => 'x/y')))
    expect(() => load('config.yaml')).toThrow(/; and 4 more\. Correct/)
  })
})
