import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadKubeConfig } from '../../../src/kube/kubeConfig.ts'

let home = ''

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'pullkeeper-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const put = (name: string, text: string): string => {
  const file = path.join(home, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

const kubeconfig = (name: string, { server = `https://${name}:6443`, current = name } = {}): string =>
  JSON.stringify({
    'current-context': current,
    clusters: [{ name, cluster: { server, 'certificate-authority': 'ca.crt' } }],
    users: [{ name, user: { token: 'hunter2' } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  })

const serverOf = (source: Parameters<typeof loadKubeConfig>[0]) => loadKubeConfig(source).getCurrentCluster()?.server

describe('which kubeconfig is used', () => {
  test('--kubeconfig before KUBECONFIG before ~/.kube/config', () => {
    const flag = put('flag', kubeconfig('flag'))
    const variable = put('variable', kubeconfig('variable'))
    put('.kube/config', kubeconfig('home'))
    expect(serverOf({ kubeconfig: flag, env: { KUBECONFIG: variable, HOME: home } })).toBe('https://flag:6443')
    expect(serverOf({ env: { KUBECONFIG: variable, HOME: home } })).toBe('https://variable:6443')
    expect(serverOf({ env: { HOME: home } })).toBe('https://home:6443')
  })

  test('several files of KUBECONFIG are merged, the first one wins, and absent ones are left out', () => {
    const one = put('one', kubeconfig('one', { current: '' }))
    const two = put('two', kubeconfig('two'))
    const again = put('again', kubeconfig('one', { server: 'https://elsewhere' }))
    const env = { KUBECONFIG: [path.join(home, 'absent'), one, two, again].join(path.delimiter) }
    expect(serverOf({ env })).toBe('https://two:6443')
    expect(serverOf({ env, context: 'one' })).toBe('https://one:6443')
  })

  test('files that it names are beside it', () => {
    const flag = put('config', kubeconfig('flag'))
    expect(loadKubeConfig({ kubeconfig: flag }).getCurrentCluster()?.caFile).toBe(path.join(home, 'ca.crt'))
  })
})

const failure = (source: Parameters<typeof loadKubeConfig>[0]): string => {
  try {
    loadKubeConfig(source)
  } catch (error) {
    return String(Reflect.get(Object(error), 'message')).replaceAll(home, 'HOME')
  }
  return 'none'
}

describe('a kubeconfig that cannot be used', () => {
  test('none at all', () => {
    expect(failure({ env: { HOME: home } })).toBe(
      'KubeConfigMissing: there is no cluster to talk to: no --kubeconfig, no KUBECONFIG, no ServiceAccount of a pod, ' +
        'no ~/.kube/config. Name a kubeconfig with --kubeconfig',
    )
  })

  test('absent', () => {
    const remedy = 'Name an existing file that this user may read'
    expect(failure({ kubeconfig: path.join(home, 'no') })).toBe(
      `KubeConfigUnreadable: HOME/no (from --kubeconfig) cannot be read: there is no such file. ${remedy}`,
    )
    expect(failure({ env: { KUBECONFIG: path.join(home, 'no') } })).toBe(
      `KubeConfigUnreadable: HOME/no (from KUBECONFIG) cannot be read: there is no such file. ${remedy}`,
    )
  })

  test('a directory', () => {
    chmodSync(home, 0o700)
    expect(failure({ kubeconfig: home })).toContain('cannot be read: EISDIR')
  })

  test.each([
    ['a line that does not parse', 'token: hunter2\n  bad: [hunter2', 'it is not YAML, line 2: '],
    ['an unknown alias', 'token: *hunter2', 'it is not YAML, line 1: unidentified alias …'],
    ['nothing', '', 'it is not YAML'],
    ['a word', 'hunter2', 'has no current context'],
    ['an incomplete entry', JSON.stringify({ clusters: [{ name: 'a' }] }), 'clusters[0].cluster is missing'],
    ['lists that are none', JSON.stringify({ clusters: 'hunter2' }), 'has no current context'],
  ])('%s', (_, text, why) => {
    const message = failure({ kubeconfig: put('config', text) })
    expect(message).toContain(why)
    expect(message).toContain('HOME/config')
    expect(message).not.toContain('hunter2')
  })

  test('a context that it does not have', () => {
    expect(failure({ kubeconfig: put('config', kubeconfig('prod')), context: 'test' })).toBe(
      'KubeConfigContextUnknown: HOME/config has no context "test" (it has prod). ' +
        'Choose one with --context or kubectl config use-context',
    )
  })

  test.each(['clusters', 'users'])('a context whose %s entry is absent', (list) => {
    const config: object = { ...JSON.parse(kubeconfig('prod')), [list]: [] }
    expect(failure({ kubeconfig: put('config', JSON.stringify(config)) })).toBe(
      `KubeConfigIncomplete: context "prod" of HOME/config names the ${list.slice(0, -1)} "prod", which is not there. ` +
        'Add it, or choose another context',
    )
  })
})
