import { fc, test as prop } from '@fast-check/jest'
import { printFieldProblem } from '../../../../src/domain/credentialProvider/fieldProblem.ts'
import { providerMatches } from '../../../../src/domain/credentialProvider/matchImages.ts'
import { parseProviderConfig } from '../../../../src/domain/credentialProvider/providerConfig.ts'

const provider = (more: Record<string, unknown> = {}) => ({
  name: 'ecr-credential-provider',
  matchImages: ['*.dkr.ecr.*.amazonaws.com'],
  defaultCacheDuration: '12h',
  apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
  ...more,
})

const config = (...providers: readonly unknown[]) => ({
  apiVersion: 'kubelet.config.k8s.io/v1',
  kind: 'CredentialProviderConfig',
  providers,
})

const token = (more: Record<string, unknown> = {}) => ({
  serviceAccountTokenAudience: 'registry',
  cacheType: 'Token',
  requireServiceAccount: true,
  ...more,
})

const problemsOf = (...documents: readonly unknown[]) => {
  const parsed = parseProviderConfig(...documents)
  return parsed.ok ? [] : parsed.problems.map((one) => `${one.document} ${one.code} ${printFieldProblem(one)}`)
}

const without = (name: string) => {
  const { [name]: _, ...rest } = provider() as Record<string, unknown>
  return rest
}

describe('a configuration is read as kubelet reads it', () => {
  test('everything that it can say', () => {
    const full = provider({
      args: ['get-credentials'],
      env: [{ name: 'AWS_PROFILE', value: 'pull' }, { name: 'EMPTY' }],
      tokenAttributes: token({
        requiredServiceAccountAnnotationKeys: ['example.com/Role'],
        optionalServiceAccountAnnotationKeys: ['team'],
      }),
    })
    expect(parseProviderConfig(config(full))).toEqual({
      ok: true,
      providers: [
        {
          name: 'ecr-credential-provider',
          matchImages: ['*.dkr.ecr.*.amazonaws.com'],
          defaultCacheMs: 12 * 3_600_000,
          args: ['get-credentials'],
          env: [
            { name: 'AWS_PROFILE', value: 'pull' },
            { name: 'EMPTY', value: '' },
          ],
          tokenAttributes: {
            audience: 'registry',
            requireServiceAccount: true,
            cacheType: 'Token',
            requiredAnnotations: ['example.com/Role'],
            optionalAnnotations: ['team'],
          },
        },
      ],
    })
  })

  test('null is absent, and a default of nothing is once', () => {
    const parsed = parseProviderConfig(config(provider({ args: null, env: null, defaultCacheDuration: '0s' })))
    expect(parsed).toMatchObject({ ok: true, providers: [{ args: [], env: [], defaultCacheMs: 0 }] })
  })

  test('the files of a directory are one configuration, and one of them may be empty', () => {
    const parsed = parseProviderConfig(config(), config(provider({ name: 'b' })), config(provider({ name: 'a' })))
    expect(parsed.ok && parsed.providers.map(({ name }) => name)).toEqual(['b', 'a'])
  })

  test.each`
    what                              | document                                                                                                                                      | problem
    ${'no object'}                    | ${[]}                                                                                                                                         | ${'Invalid expected an object'}
    ${'an empty file'}                | ${null}                                                                                                                                       | ${'Invalid expected an object'}
    ${'another kind'}                 | ${{ ...config(provider()), kind: 'KubeletConfiguration' }}                                                                                    | ${'NotSupported kind: "KubeletConfiguration" is not supported, supported is "CredentialProviderConfig"'}
    ${'no apiVersion'}                | ${{ kind: 'CredentialProviderConfig', providers: [provider()] }}                                                                              | ${'Required apiVersion: set kubelet.config.k8s.io/v1'}
    ${'a version that kubelet takes'} | ${{ ...config(provider()), apiVersion: 'kubelet.config.k8s.io/v1beta1' }}                                                                     | ${'NotSupported apiVersion: "kubelet.config.k8s.io/v1beta1" is not supported, supported is "kubelet.config.k8s.io/v1"'}
    ${'a field too many'}             | ${{ ...config(provider()), provider: 1 }}                                                                                                     | ${'Unknown provider: no such field, the fields are apiVersion, kind, providers'}
    ${'no providers'}                 | ${config()}                                                                                                                                   | ${'Required providers: describe at least one provider'}
    ${'providers of another shape'}   | ${{ ...config(), providers: provider() }}                                                                                                     | ${'Invalid providers: expected a list'}
    ${'a provider of another shape'}  | ${config('ecr')}                                                                                                                              | ${'Invalid providers[0]: expected an object'}
    ${'a mistyped field'}             | ${config(provider({ matchimages: ['a.io'] }))}                                                                                                | ${'Unknown providers[0].matchimages: no such field, the fields are name, matchImages, defaultCacheDuration, apiVersion, args, env, tokenAttributes'}
    ${'no name'}                      | ${config(without('name'))}                                                                                                                    | ${'Required providers[0].name: give the name of the executable'}
    ${'a path for a name'}            | ${config(provider({ name: '../bin/sh' }))}                                                                                                    | ${'Invalid providers[0].name: "../bin/sh" contains "/": it names a file, not a path'}
    ${'a command for a name'}         | ${config(provider({ name: 'sh -c' }))}                                                                                                        | ${'Invalid providers[0].name: "sh -c" contains a space'}
    ${'this directory'}               | ${config(provider({ name: '.' }))}                                                                                                            | ${'Invalid providers[0].name: "." names a directory'}
    ${'the one above'}                | ${config(provider({ name: '..' }))}                                                                                                           | ${'Invalid providers[0].name: ".." names a directory'}
    ${'a zero byte'}                  | ${config(provider({ name: 'a\0' }))}                                                                                                          | ${'Invalid providers[0].name: contains a zero byte'}
    ${'a number for a name'}          | ${config(provider({ name: 7 }))}                                                                                                              | ${'Invalid providers[0].name: expected a text in quotes'}
    ${'a name twice'}                 | ${config(provider(), provider())}                                                                                                             | ${'Duplicate providers[1].name: "ecr-credential-provider" is the name of another provider'}
    ${'no protocol'}                  | ${config(without('apiVersion'))}                                                                                                              | ${'Required providers[0].apiVersion: set credentialprovider.kubelet.k8s.io/v1'}
    ${'an older protocol'}            | ${config(provider({ apiVersion: 'credentialprovider.kubelet.k8s.io/v1alpha1' }))}                                                             | ${'NotSupported providers[0].apiVersion: "credentialprovider.kubelet.k8s.io/v1alpha1" is not supported, supported is "credentialprovider.kubelet.k8s.io/v1"'}
    ${'no matchImages'}               | ${config(without('matchImages'))}                                                                                                             | ${'Required providers[0].matchImages: give at least one pattern, such as "*.dkr.ecr.*.amazonaws.com"'}
    ${'empty matchImages'}            | ${config(provider({ matchImages: [] }))}                                                                                                      | ${'Required providers[0].matchImages: give at least one pattern, such as "*.dkr.ecr.*.amazonaws.com"'}
    ${'an image that does not parse'} | ${config(provider({ matchImages: ['a.io', 'a.io:port'] }))}                                                                                   | ${'Invalid providers[0].matchImages[1]: "a.io:port" does not parse: the port is not a number'}
    ${'no defaultCacheDuration'}      | ${config(without('defaultCacheDuration'))}                                                                                                    | ${'Required providers[0].defaultCacheDuration: set a duration such as 12h'}
    ${'a duration without a unit'}    | ${config(provider({ defaultCacheDuration: '12' }))}                                                                                           | ${'Invalid providers[0].defaultCacheDuration: "12" is not a duration such as 12h, 30m or 0s'}
    ${'a number for a duration'}      | ${config(provider({ defaultCacheDuration: 12 }))}                                                                                             | ${'Invalid providers[0].defaultCacheDuration: expected a text in quotes'}
    ${'a negative duration'}          | ${config(provider({ defaultCacheDuration: '-1s' }))}                                                                                          | ${'Invalid providers[0].defaultCacheDuration: must be 0 or more'}
    ${'a variable without a name'}    | ${config(provider({ env: [{ value: 'x' }] }))}                                                                                                | ${'Required providers[0].env[0].name: give the name of the variable'}
    ${'a variable with ='}            | ${config(provider({ env: [{ name: 'A=B', value: 'x' }] }))}                                                                                   | ${'Invalid providers[0].env[0].name: contains "=" or a zero byte'}
    ${'a number for a value'}         | ${config(provider({ env: [{ name: 'A', value: 1 }] }))}                                                                                       | ${'Invalid providers[0].env[0].value: expected a text in quotes'}
    ${'a zero byte in an argument'}   | ${config(provider({ args: ['a', 'b\0'] }))}                                                                                                   | ${'Invalid providers[0].args[1]: contains a zero byte'}
    ${'no audience'}                  | ${config(provider({ tokenAttributes: token({ serviceAccountTokenAudience: '' }) }))}                                                          | ${'Required providers[0].tokenAttributes.serviceAccountTokenAudience: name the audience of the token'}
    ${'no requireServiceAccount'}     | ${config(provider({ tokenAttributes: token({ requireServiceAccount: null }) }))}                                                              | ${'Required providers[0].tokenAttributes.requireServiceAccount: set true or false'}
    ${'no cacheType'}                 | ${config(provider({ tokenAttributes: token({ cacheType: '' }) }))}                                                                            | ${'Required providers[0].tokenAttributes.cacheType: set ServiceAccount or Token'}
    ${'another cacheType'}            | ${config(provider({ tokenAttributes: token({ cacheType: 'Pod' }) }))}                                                                         | ${'NotSupported providers[0].tokenAttributes.cacheType: "Pod" is not supported, supported is "ServiceAccount" or "Token"'}
    ${'annotations of no one'}        | ${config(provider({ tokenAttributes: token({ requireServiceAccount: false, requiredServiceAccountAnnotationKeys: ['a'] }) }))}                | ${'Forbidden providers[0].tokenAttributes.requiredServiceAccountAnnotationKeys: requires annotations of a ServiceAccount: set requireServiceAccount to true'}
    ${'an annotation of both kinds'}  | ${config(provider({ tokenAttributes: token({ requiredServiceAccountAnnotationKeys: ['a'], optionalServiceAccountAnnotationKeys: ['a'] }) }))} | ${'Invalid providers[0].tokenAttributes: annotation "a" cannot be both required and optional'}
    ${'an annotation twice'}          | ${config(provider({ tokenAttributes: token({ optionalServiceAccountAnnotationKeys: ['a', 'a'] }) }))}                                         | ${'Duplicate providers[0].tokenAttributes.optionalServiceAccountAnnotationKeys: "a" stands there twice'}
    ${'no key of an annotation'}      | ${config(provider({ tokenAttributes: token({ optionalServiceAccountAnnotationKeys: ['a/b/c'] }) }))}                                          | ${'Invalid providers[0].tokenAttributes.optionalServiceAccountAnnotationKeys: "a/b/c" is not the key of an annotation'}
  `('$what', ({ document, problem }: { document: unknown; problem: string }) => {
    expect(problemsOf(document)).toEqual([`0 ${problem}`])
  })

  test('a name in two files is named where it stands the second time', () => {
    expect(problemsOf(config(provider()), config(provider()))).toEqual([
      '1 Duplicate providers[0].name: "ecr-credential-provider" is the name of another provider',
    ])
  })

  test('every problem is told, not the first only', () => {
    expect(problemsOf(config({ name: 'a/b', matchImages: ['x'] })).length).toBe(3)
  })

  prop.prop([
    fc.array(
      fc.oneof(
        fc.anything(),
        fc.anything().map((value) => config(value)),
      ),
      { maxLength: 3 },
    ),
  ])('anything is a configuration or has problems', (documents) => {
    const parsed = parseProviderConfig(...documents)
    if (parsed.ok) expect(parsed.providers.length).toBeGreaterThan(0)
    else expect(parsed.problems.length).toBeGreaterThan(0)
  })

  prop.prop([fc.string({ minLength: 12 })])('the value of a variable is never in a problem', (value) => {
    const secret = `canary${value}`
    const problems = problemsOf(
      config(
        provider({
          env: [
            { name: '', value: secret },
            { name: 'A', value: { secret } },
          ],
          args: [`${secret}\0`],
        }),
      ),
    )
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.join()).not.toContain('canary')
  })
})

describe('which images a provider is asked about', () => {
  test.each`
    pattern                        | image                                           | asked
    ${'*.dkr.ecr.*.amazonaws.com'} | ${'1.dkr.ecr.eu-west-1.amazonaws.com/app'}      | ${true}
    ${'*.dkr.ecr.*.amazonaws.com'} | ${'1.dkr.ecr-fips.eu-west-1.amazonaws.com/app'} | ${false}
    ${'*.dkr.ecr.*.amazonaws.com'} | ${'a.1.dkr.ecr.eu-west-1.amazonaws.com/app'}    | ${false}
    ${'app*.k8s.io'}               | ${'app1.k8s.io/x'}                              | ${true}
    ${'registry.io:8080/path'}     | ${'registry.io:8080/path/x'}                    | ${true}
    ${'registry.io:8080/path'}     | ${'registry.io/path/x'}                         | ${false}
    ${'registry.io/path'}          | ${'registry.io/pathology/x'}                    | ${true}
    ${'docker.io'}                 | ${'docker.io/library/nginx'}                    | ${true}
    ${'index.docker.io'}           | ${'docker.io/library/nginx'}                    | ${false}
    ${'https://gcr.io'}            | ${'gcr.io/app'}                                 | ${false}
    ${'gcr.io/v2/'}                | ${'gcr.io/app'}                                 | ${false}
  `('$pattern, $image: $asked', ({ pattern, image, asked }: { pattern: string; image: string; asked: boolean }) => {
    const parsed = parseProviderConfig(config(provider({ matchImages: ['other.io', pattern] })))
    const [host = '', ...path] = image.split('/')
    const repository = { host, repository: path.join('/') }
    expect(parsed.ok && parsed.providers.map((one) => providerMatches(one, repository))).toEqual([asked])
  })
})
