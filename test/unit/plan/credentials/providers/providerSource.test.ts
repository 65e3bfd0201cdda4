import type { Answer, ProviderScope } from '../../../../../src/plan/credentials/providers/providerSource.ts'
import { readProviderSource } from '../../../../../src/plan/credentials/providers/providerSource.ts'
import { aGrant, aProvider, aScope, noProviders } from './scope.ts'

const glob = '*.dkr.ecr.*.amazonaws.com'
const one = '1.dkr.ecr.eu.amazonaws.com'
const two = '2.dkr.ecr.eu.amazonaws.com'

const read = (scope: ProviderScope, registries: readonly string[], inUse: readonly string[] = []) =>
  readProviderSource({ kind: 'provider', name: 'short', provider: { name: 'ecr' }, registries }, scope, () => inUse)

const published = (...args: Parameters<typeof read>) => {
  const result = read(...args).read
  return result.ok ? result.entries.map(({ key, credential }) => `${key} <- ${credential.username}`) : result
}

const failing = (image: string): Answer => ({ failure: `no token for ${image}` })
const given = (image: string, ...keys: readonly string[]): Answer => ({ grant: aGrant(image, keys) })

describe('what a provider source gives', () => {
  test('the keys that it was asked for, as narrow as the registries say', () => {
    const scope = aScope({
      type: 'Global',
      answers: { 'ghcr.io/acme': { grant: aGrant('ghcr.io/acme', ['ghcr.io', 'quay.io'], { type: 'Global' }) } },
    })
    expect(published(scope, ['ghcr.io/acme'])).toEqual(['ghcr.io/acme/ <- ghcr.io/acme'])
  })

  test('an answer of type Registry is good for its registry only, whatever its keys say', () => {
    const answers = { [`${one}/a`]: given(`${one}/a`, glob), [`${two}/b`]: given(`${two}/b`, glob) }
    const scope = aScope({ type: 'Registry', answers })
    expect(published(scope, [glob], [`${one}/a`, `${two}/b`])).toEqual([`${one} <- ${one}/a`, `${two} <- ${two}/b`])
  })

  test('an answer of type Image is good for its image only', () => {
    const answers = Object.fromEntries(
      [`${one}/a`, `${one}/b`].map((image) => [
        image,
        { grant: aGrant(image, [glob, one], { type: 'Image', key: image }) },
      ]),
    )
    const scope = aScope({ type: 'Image', answers })
    expect(published(scope, [glob], Object.keys(answers))).toEqual([`${one}/a <- ${one}/a`, `${one}/b <- ${one}/b`])
  })

  test('what it wants to know', () => {
    const { wishes } = read(aScope({}), ['ghcr.io', glob], [`${one}/a`])
    expect(wishes.asks).toEqual([
      { provider: 'ecr', image: 'ghcr.io/pullkeeper' },
      { provider: 'ecr', image: `${one}/a` },
    ])
    expect(wishes.wouldAsk(`${two}/x`)).toBe(true)
  })
})

describe('when it gives nothing', () => {
  const expired = (image: string): Answer => ({
    grant: aGrant(image, ['ghcr.io'], { expired: true }),
    failure: 'no token',
  })
  test.each<[string, ProviderScope, readonly string[], readonly string[], object]>([
    [
      'no providers',
      noProviders,
      ['ghcr.io'],
      [],
      { state: 'NotFound', message: expect.stringContaining('--image-credential-provider-config') },
    ],
    [
      'another name',
      aScope({ provider: aProvider({ name: 'gcr' }) }),
      ['ghcr.io'],
      [],
      { state: 'NotFound', message: "provider ecr is not in the operator's configuration, which has gcr" },
    ],
    ["a registry that is not the provider's", aScope({}), ['quay.io'], [], { state: 'NoMatch' }],
    [
      'no answer yet',
      aScope({}),
      ['ghcr.io'],
      [],
      { state: 'Pending', message: 'provider ecr is asked about ghcr.io/pullkeeper' },
    ],
    [
      'a failure',
      aScope({ answers: { 'ghcr.io/pullkeeper': failing('it') } }),
      ['ghcr.io'],
      [],
      { state: 'Failed', message: 'no token for it' },
    ],
    [
      'a failure beside an answer, both asked for by name',
      aScope({ answers: { 'ghcr.io/a': failing('it'), 'ghcr.io/b': given('ghcr.io/b', 'ghcr.io') } }),
      ['ghcr.io/a', 'ghcr.io/b'],
      [],
      { state: 'Failed' },
    ],
    [
      'an answer for something else',
      aScope({ answers: { 'ghcr.io/pullkeeper': given('ghcr.io/pullkeeper', 'quay.io') } }),
      ['ghcr.io'],
      [],
      { state: 'NoMatch', message: expect.stringContaining('provider ecr: registries: "ghcr.io" matches no key') },
    ],
    [
      'expired',
      aScope({ answers: { 'ghcr.io/pullkeeper': expired('ghcr.io/pullkeeper') } }),
      ['ghcr.io'],
      [],
      {
        state: 'Expired',
        message: 'no token; the last credentials expired at 2026-11-24T12:00:00Z and stay where they are',
      },
    ],
    [
      'nobody in use answered',
      aScope({ answers: { [`${one}/a`]: failing('it') } }),
      [glob],
      [`${one}/a`],
      { state: 'Failed' },
    ],
    [
      'asked about half of what is in use since the start',
      aScope({ answers: { [`${one}/a`]: given(`${one}/a`, one) }, settled: false }),
      [glob],
      [`${one}/a`, `${two}/b`],
      { state: 'Pending' },
    ],
    [
      'images in use not known yet',
      aScope({ settled: false }),
      [glob],
      [],
      { state: 'Pending', message: 'provider ecr is asked about the images in use' },
    ],
    [
      'a token of a pod',
      aScope({
        provider: aProvider({
          tokenAttributes: {
            audience: 'a',
            requireServiceAccount: true,
            cacheType: 'Token',
            requiredAnnotations: [],
            optionalAnnotations: [],
          },
        }),
      }),
      ['ghcr.io'],
      [],
      { state: 'NotSupported' },
    ],
  ])('%s', (_, scope, registries, inUse, expected) => {
    expect(read(scope, registries, inUse).read).toMatchObject({ ok: false, ...expected })
  })

  test('a registry named in full need not wait for the images in use', () => {
    const answers = { 'ghcr.io/pullkeeper': given('ghcr.io/pullkeeper', 'ghcr.io') }
    expect(published(aScope({ answers, settled: false, type: 'Registry' }), ['ghcr.io'])).toHaveLength(1)
  })
})

describe('what deserves attention although it is published', () => {
  const note = (...args: Parameters<typeof read>) => {
    const result = read(...args).read
    return result.ok ? result.note : result
  }

  test('nothing', () => {
    expect(
      note(aScope({ answers: { 'ghcr.io/pullkeeper': given('ghcr.io/pullkeeper', 'ghcr.io') } }), ['ghcr.io']),
    ).toBe('')
  })

  test('until when credentials hold that cannot be refreshed', () => {
    const answers = { 'ghcr.io/pullkeeper': { ...given('ghcr.io/pullkeeper', 'ghcr.io'), failure: 'no token' } }
    expect(note(aScope({ answers }), ['ghcr.io'])).toBe(
      'no token; the present credentials hold until 2026-11-24T12:00:00Z',
    )
  })

  test('a registry in use that does not answer harms no other', () => {
    const scope = aScope({ answers: { [`${one}/a`]: failing('one'), [`${two}/b`]: given(`${two}/b`, two) } })
    expect(published(scope, [glob], [`${one}/a`, `${two}/b`])).toEqual([`${two} <- ${two}/b`])
    expect(note(scope, [glob], [`${one}/a`, `${two}/b`])).toBe('no token for one; the other registries are published')
  })

  test('a pattern of which nothing is in use yet', () => {
    expect(published(aScope({}), [glob])).toEqual([])
    expect(note(aScope({}), [glob])).toBe(`no image in the selected namespaces is from ${glob} yet`)
  })

  test('more in use than is asked about', () => {
    const inUse = Array.from({ length: 70 }, (_, index) => `${index}.dkr.ecr.eu.amazonaws.com/x`)
    const answers = Object.fromEntries(inUse.map((image) => [image, given(image, glob)]))
    expect(note(aScope({ answers }), [glob], inUse)).toBe(
      'asked about the first 64 images in use only, not about 6 more',
    )
  })
})
