import { fc, test as prop } from '@fast-check/jest'
import { cacheKey, cacheKeysToTry, registryOf } from '../../../../src/domain/credentialProvider/cacheKey.ts'
import { parseResponse, printRequest } from '../../../../src/domain/credentialProvider/exchange.ts'

const version = 'credentialprovider.kubelet.k8s.io/v1'
const credential = { username: 'AWS', password: 'p:w' }

const answer = (more: Record<string, unknown> = {}) => ({
  kind: 'CredentialProviderResponse',
  apiVersion: version,
  cacheKeyType: 'Registry',
  ...more,
})

const read = (more: Record<string, unknown>) => parseResponse(JSON.stringify(answer(more)))

test('a request says which image', () => {
  expect(JSON.parse(printRequest('1.dkr.ecr.eu-west-1.amazonaws.com/app'))).toEqual({
    apiVersion: version,
    kind: 'CredentialProviderRequest',
    image: '1.dkr.ecr.eu-west-1.amazonaws.com/app',
  })
  expect(printRequest('a/b')).toMatch(/^\{.*\}\n$/)
})

describe('a response is read as strictly as kubelet reads it', () => {
  test('credentials by registry key', () => {
    expect(read({ cacheDuration: '6h', auth: { 'ghcr.io': credential, '*.pkg.dev': credential } })).toEqual({
      ok: true,
      response: {
        cacheKeyType: 'Registry',
        cacheMs: 21_600_000,
        entries: [
          { key: 'ghcr.io', credential },
          { key: '*.pkg.dev', credential },
        ],
      },
    })
  })

  test.each`
    what                           | more                                                     | response
    ${'nothing for the image'}     | ${{}}                                                    | ${{ entries: [] }}
    ${'null for the image'}        | ${{ auth: null }}                                        | ${{ entries: [] }}
    ${'an empty map'}              | ${{ auth: {} }}                                          | ${{ entries: [] }}
    ${'no duration of its own'}    | ${{ cacheDuration: null }}                               | ${{ entries: [] }}
    ${'for once'}                  | ${{ cacheDuration: '0s' }}                               | ${{ entries: [], cacheMs: 0 }}
    ${'expired already: for once'} | ${{ cacheDuration: '-1h' }}                              | ${{ entries: [], cacheMs: 0 }}
    ${'a password without a user'} | ${{ auth: { 'a.io': { password: 'p' } } }}               | ${{ entries: [{ key: 'a.io', credential: { username: '', password: 'p' } }] }}
    ${'a user without a password'} | ${{ auth: { 'a.io': { username: 'u', password: '' } } }} | ${{ entries: [{ key: 'a.io', credential: { username: 'u', password: '' } }] }}
  `('$what', ({ more, response }: { more: Record<string, unknown>; response: object }) => {
    expect(read(more)).toEqual({ ok: true, response: { cacheKeyType: 'Registry', ...response } })
  })

  test.each`
    what                         | text                                                                                   | problem
    ${'nothing'}                 | ${' \n'}                                                                               | ${'is empty'}
    ${'no JSON'}                 | ${'password: canary'}                                                                  | ${'is not JSON'}
    ${'two answers'}             | ${JSON.stringify(answer()) + JSON.stringify(answer())}                                 | ${'is not JSON'}
    ${'a text'}                  | ${'"canary"'}                                                                          | ${'has the response that is no object'}
    ${'an older version'}        | ${JSON.stringify(answer({ apiVersion: 'credentialprovider.kubelet.k8s.io/v1beta1' }))} | ${`is not of apiVersion ${version}`}
    ${'no version'}              | ${JSON.stringify(answer({ apiVersion: null }))}                                        | ${`is not of apiVersion ${version}`}
    ${'the request itself'}      | ${JSON.stringify(answer({ kind: 'CredentialProviderRequest' }))}                       | ${'is not of kind CredentialProviderResponse'}
    ${'another cacheKeyType'}    | ${JSON.stringify(answer({ cacheKeyType: 'registry' }))}                                | ${'has a cacheKeyType that is none of Image, Registry and Global'}
    ${'no cacheKeyType'}         | ${JSON.stringify(answer({ cacheKeyType: null }))}                                      | ${'has a cacheKeyType that is none of Image, Registry and Global'}
    ${'another duration'}        | ${JSON.stringify(answer({ cacheDuration: '6 hours' }))}                                | ${'has a cacheDuration that is no duration such as 12h'}
    ${'a number of seconds'}     | ${JSON.stringify(answer({ cacheDuration: 60 }))}                                       | ${'has a cacheDuration that is no text'}
    ${'a field too many'}        | ${JSON.stringify(answer({ canary: 1 }))}                                               | ${'has an unknown field in the response: known are kind, apiVersion, cacheKeyType, cacheDuration, auth'}
    ${'a field twice'}           | ${'{"auth":null,"auth":{}}'}                                                           | ${'has a field twice in the response'}
    ${'a registry twice'}        | ${JSON.stringify(answer({ auth: 'A' })).replace('"A"', '{"a.io":{},"a.io":{}}')}       | ${'has a field twice in auth'}
    ${'a list of credentials'}   | ${JSON.stringify(answer({ auth: [credential] }))}                                      | ${'has auth that is no object'}
    ${'a credential of a text'}  | ${JSON.stringify(answer({ auth: { 'a.io': 'canary' } }))}                              | ${'has auth["a.io"] that is no object'}
    ${'a number for a password'} | ${JSON.stringify(answer({ auth: { 'a.io': { password: 1 } } }))}                       | ${'has a password in auth["a.io"] that is no text'}
    ${'a docker config entry'}   | ${JSON.stringify(answer({ auth: { 'a.io': { auth: 'canary' } } }))}                    | ${'has an unknown field in auth["a.io"]: known are username, password'}
    ${'no credential'}           | ${JSON.stringify(answer({ auth: { 'a.io': {} } }))}                                    | ${'has auth["a.io"] without a credential'}
    ${'a key that cannot match'} | ${JSON.stringify(answer({ auth: { 'a.io/*': credential } }))}                          | ${'has auth["a.io/*"]: "*" works in the host only: end the path before it'}
  `('$what', ({ text, problem }: { text: string; problem: string }) => {
    expect(parseResponse(text)).toEqual({ ok: false, problem })
    expect(problem).not.toContain('canary')
  })

  const messy = fc.json().map((text) => text.slice(0, -1))
  prop.prop([
    fc.oneof(
      fc.string(),
      fc.json(),
      messy,
      fc.json().map((json) => `{"auth":${json}}`),
    ),
  ])('anything is read or refused, never an exception', (text) => {
    const parsed = parseResponse(text)
    if (!parsed.ok) expect(parsed.problem).not.toBe('')
  })

  const almost = fc.record(
    {
      kind: fc.constantFrom('CredentialProviderResponse', 'canary-kind', 7),
      apiVersion: fc.constantFrom(version, 'canary-version'),
      cacheKeyType: fc.constantFrom('Image', 'canary-type'),
      cacheDuration: fc.constantFrom('1m', 'canary-duration', {}),
      auth: fc.dictionary(
        fc.constantFrom('a.io', 'b.io/x'),
        fc.oneof(
          fc.constant('canary'),
          fc.dictionary(fc.constantFrom('username', 'password', 'canary-field'), fc.constantFrom('canary-word', 9)),
        ),
      ),
      token: fc.constant('canary-token'),
    },
    { requiredKeys: ['kind', 'apiVersion', 'cacheKeyType'] },
  )
  prop.prop([almost])('no refusal repeats what a plugin wrote as a value', (value) => {
    const parsed = parseResponse(JSON.stringify(value))
    if (!parsed.ok) expect(parsed.problem).not.toContain('canary')
  })
})

describe('for what an answer holds', () => {
  test.each`
    type          | image                | key
    ${'Image'}    | ${'reg.io:5000/a/b'} | ${'reg.io:5000/a/b'}
    ${'Registry'} | ${'reg.io:5000/a/b'} | ${'reg.io:5000'}
    ${'Global'}   | ${'reg.io:5000/a/b'} | ${'<global>'}
  `('$type', ({ type, image, key }: { type: 'Image' | 'Registry' | 'Global'; image: string; key: string }) => {
    expect(cacheKey(type, image)).toBe(key)
    expect(cacheKeysToTry(image)).toContain(key)
  })

  test('the narrowest is looked for first', () => {
    expect(cacheKeysToTry('reg.io/a')).toEqual(['reg.io/a', 'reg.io', '<global>'])
    expect(registryOf('reg.io')).toBe('reg.io')
  })
})
