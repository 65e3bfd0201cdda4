import type { PolicySource } from '../../../../src/domain/objects/policy.ts'
import type { PullSecret } from '../../../../src/domain/objects/pullSecret.ts'
import { resolveSources, type SeenSource, type SourceScope } from '../../../../src/plan/credentials/resolveSources.ts'
import { secret } from './clusterModel.ts'
import { noProviders } from './providers/scope.ts'

const config = (logins: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    auths: Object.fromEntries(
      Object.entries(logins).map(([key, login]) => [key, { auth: Buffer.from(login).toString('base64') }]),
    ),
  })

const holding = (logins: Readonly<Record<string, string>>, more: Partial<PullSecret> = {}): SeenSource => ({
  kind: 'seen',
  secret: secret('robot', { config: config(logins), ...more }),
})

const from = (name: string, namespace?: string, registries?: readonly string[]): PolicySource => ({
  kind: 'secret',
  name,
  secretRef: { name, ...(namespace !== undefined && { namespace }) },
  ...(registries && { registries }),
})

const scope = (secrets: Readonly<Record<string, SeenSource>>, allowed: readonly string[] = []): SourceScope => ({
  ownNamespace: 'pullkeeper-system',
  allowedNamespaces: new Set(allowed),
  look: (namespace, name) => secrets[`${namespace}/${name}`] ?? { kind: 'absent' },
  providers: noProviders,
  imagesIn: () => [],
})

const own = (name: string) => `pullkeeper-system/${name}`

describe('sources', () => {
  test('of two credentials for one key the first source counts, and the second says so', () => {
    const seen = scope({
      [own('a')]: holding({ 'ghcr.io': 'a:1' }),
      [own('b')]: holding({ 'https://ghcr.io': 'b:2', 'quay.io': 'b:2' }),
    })
    const { reports, config: merged } = resolveSources([from('a'), from('b')], seen)
    expect(reports).toEqual([
      { name: 'a', state: 'Ready', message: '', registries: ['ghcr.io'] },
      {
        name: 'b',
        state: 'Ready',
        message: 'ghcr.io comes from source a: for one registry key the first source counts',
        registries: ['quay.io'],
      },
    ])
    expect(merged).toContain(Buffer.from('a:1').toString('base64'))
    expect(merged).not.toContain(config({ 'ghcr.io': 'b:2' }).slice(12, -2))
  })

  test('several credentials of one registry are kept apart by path', () => {
    const seen = scope({ [own('a')]: holding({ 'ghcr.io/a': 'a:1' }), [own('b')]: holding({ 'ghcr.io/b': 'b:2' }) })
    const { reports } = resolveSources([from('a'), from('b')], seen)
    expect(reports.map(({ registries }) => registries)).toEqual([['ghcr.io/a'], ['ghcr.io/b']])
  })

  test('one bad source makes nothing of all publishable', () => {
    const seen = scope({ [own('a')]: holding({ 'ghcr.io': 'a:1' }) })
    const { reports, config: merged } = resolveSources([from('a'), from('gone')], seen)
    expect(merged).toBeUndefined()
    expect(reports.map(({ state }) => state)).toEqual(['Ready', 'NotFound'])
  })

  const consenting = holding({ 'ghcr.io': 'v:1' }, { consentsAsSource: true })
  const silent = holding({ 'ghcr.io': 'v:1' })

  test.each<[string, SeenSource, readonly string[], string]>([
    ['allowed and consenting', consenting, ['vault'], 'Ready'],
    ['allowed, without consent', silent, ['vault'], 'NotAllowed'],
    ['consenting, not allowed', consenting, [], 'NotAllowed'],
    ['neither', silent, [], 'NotAllowed'],
    ['of another type', { kind: 'otherType', type: 'Opaque' }, ['vault'], 'WrongType'],
  ])('a source from another namespace that is %s', (_, seen, allowed, state) => {
    const [report] = resolveSources([from('robot', 'vault')], scope({ 'vault/robot': seen }, allowed)).reports
    expect(report?.state).toBe(state)
  })

  test('what is not allowed is not looked at: a policy tells nobody which Secrets there are', () => {
    const looked: string[] = []
    const seen: SourceScope = {
      ...scope({}),
      look: (namespace, name) => {
        looked.push(`${namespace}/${name}`)
        return { kind: 'absent' }
      },
    }
    resolveSources([from('robot', 'kube-system')], seen)
    expect(looked).toEqual([])
  })

  test('no report holds a credential', () => {
    const secretWord = 'CANARY-5f3a'
    const broken = Buffer.from(secretWord).toString('base64')
    for (const text of [
      config({ 'ghcr.io': `u:${secretWord}` }),
      `{"auths":{"ghcr.io":{"auth":"${broken}"}}}`,
      `{"auths":{"ghcr.io":{"auth":"${secretWord}!"}}}`,
      `{"auths":"${secretWord}"}`,
      secretWord,
    ]) {
      const seen = scope({ [own('a')]: { kind: 'seen', secret: secret('a', { config: text }) } })
      const shown = JSON.stringify(resolveSources([from('a', undefined, ['quay.io'])], seen).reports)
      expect(shown).not.toContain(secretWord)
      expect(shown).not.toContain(broken)
    }
  })
})
