import { fc, test as prop } from '@fast-check/jest'
import {
  parsePullSecret,
  printDockerConfigJson,
  validateSource,
} from '../../../../src/domain/credentials/dockerConfig.ts'
import type { PullSecretType } from '../../../../src/domain/objects/pullSecret.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const json = 'kubernetes.io/dockerconfigjson'
const cfg = 'kubernetes.io/dockercfg'
const auths = (entries: unknown) => JSON.stringify({ auths: entries })

const read = (data: string, type: typeof json | typeof cfg = json) => {
  const parsed = parsePullSecret(type, data)
  if (!parsed.ok) throw new Error(parsed.problems.join())
  return Object.fromEntries(
    parsed.entries.map(({ key, credential }) => [key, `${credential.username}|${credential.password}`]),
  )
}

describe('a pull secret is read as kubelet reads it', () => {
  test.each`
    what                                | data                                                                      | entries
    ${'user and password'}              | ${auths({ a: { username: 'u', password: 'p' } })}                         | ${{ a: 'u|p' }}
    ${'auth'}                           | ${auths({ a: { auth: base64('u:p') } })}                                  | ${{ a: 'u|p' }}
    ${'auth wins'}                      | ${auths({ a: { username: 'x', password: 'y', auth: base64('u:p') } })}    | ${{ a: 'u|p' }}
    ${'a password with colons'}         | ${auths({ a: { auth: base64('u:p:q') } })}                                | ${{ a: 'u|p:q' }}
    ${'no padding'}                     | ${auths({ a: { auth: 'Zm9vOmJhcg' } })}                                   | ${{ a: 'foo|bar' }}
    ${'line ends in base64'}            | ${auths({ a: { auth: 'Zm9vOm\nJhcg==\r\n' } })}                           | ${{ a: 'foo|bar' }}
    ${'empty auth, plain fields'}       | ${auths({ a: { username: 'u', password: 'p', auth: '' } })}               | ${{ a: 'u|p' }}
    ${'an identity token is ignored'}   | ${auths({ a: { identitytoken: 't' } })}                                   | ${{ a: '|' }}
    ${'an empty entry'}                 | ${auths({ a: {}, b: null })}                                              | ${{ a: '|', b: '|' }}
    ${'no auths'}                       | ${auths({})}                                                              | ${{}}
    ${'null'}                           | ${'null'}                                                                 | ${{}}
    ${'auths null'}                     | ${'{"auths":null}'}                                                       | ${{}}
    ${'nothing'}                        | ${''}                                                                     | ${{}}
    ${'other fields of any shape'}      | ${'{"auths":{"a":{"x":[1]}},"credsStore":7,"y":{"auths":1}}'}             | ${{ a: '|' }}
    ${'names in any case'}              | ${'{"AUTHS":{"a":{"UserName":"u","PASSWORD":"p"}}}'}                      | ${{ a: 'u|p' }}
    ${'a field twice: the last'}        | ${'{"auths":{"a":{"username":"x","username":"u"}}}'}                      | ${{ a: 'u|' }}
    ${'a key twice: the last'}          | ${'{"auths":{"a":{"username":"x","password":"y"},"a":{"username":"u"}}}'} | ${{ a: 'u|' }}
    ${'auths twice: both'}              | ${'{"auths":{"a":{"username":"u"}},"Auths":{"b":{"username":"v"}}}'}      | ${{ a: 'u|', b: 'v|' }}
    ${'auths, then null: none'}         | ${'{"auths":{"a":{"username":"u"}},"auths":null}'}                        | ${{}}
    ${'brackets and quotes in strings'} | ${' {"auths" : {"a\\"}]" : {"username" : "{,\\\\", "password":"p"} } } '} | ${{ 'a"}]': '{,\\|p' }}
    ${'headers of text'}                | ${'{"HttpHeaders":{"x":"y","z":null},"auths":{}}'}                        | ${{}}
  `('$what', ({ data, entries }: { data: string; entries: object }) => expect(read(data)).toEqual(entries))

  test('the older type has the entries at the top', () => {
    expect(read(JSON.stringify({ auths: { auth: base64('u:p') } }), cfg)).toEqual({ auths: 'u|p' })
  })

  test.each`
    what                              | data                                               | problem
    ${'no JSON'}                      | ${'{"auths": {"a": {"auth": "c2VjcmV0'}            | ${'the docker config is not JSON'}
    ${'another value'}                | ${'[]'}                                            | ${'the docker config is not an object'}
    ${'auths of another shape'}       | ${'{"auths":[]}'}                                  | ${'auths is not an object'}
    ${'an entry of another shape'}    | ${auths({ 'ghcr.io': 'x' })}                       | ${'auths["ghcr.io"] is not an object'}
    ${'a number for a password'}      | ${auths({ a: { password: 1 } })}                   | ${'auths["a"].password is not a string'}
    ${'a number, then a string'}      | ${'{"auths":{"a":{"password":1,"password":"p"}}}'} | ${'auths["a"].password is not a string'}
    ${'email of another shape'}       | ${auths({ a: { email: false } })}                  | ${'auths["a"].email is not a string'}
    ${'no base64'}                    | ${auths({ 'ghcr.io': { auth: 'pants' } })}         | ${'auths["ghcr.io"].auth is not base64'}
    ${'a blank behind base64'}        | ${auths({ a: { auth: 'Zm9vOmJhcg== ' } })}         | ${'auths["a"].auth is not base64'}
    ${'base64 for URLs'}              | ${auths({ a: { auth: 'Zm9v-_8=' } })}              | ${'auths["a"].auth is not base64'}
    ${'no colon'}                     | ${auths({ a: { auth: base64('pants') } })}         | ${'auths["a"].auth has no colon: it must be base64 of user:password'}
    ${'a bad entry hidden by a good'} | ${'{"auths":{"a":{"auth":"pants"},"a":{}}}'}       | ${'auths["a"].auth is not base64'}
    ${'headers of another shape'}     | ${'{"HttpHeaders":{"x":1}}'}                       | ${'HttpHeaders holds a value that is not a string'}
  `('$what is refused', ({ data, problem }: { data: string; problem: string }) => {
    expect(parsePullSecret(json, data)).toEqual({ ok: false, problems: [problem] })
  })

  test('every bad entry is named', () => {
    const parsed = parsePullSecret(cfg, JSON.stringify({ a: { auth: '!' }, b: {}, c: { auth: '!' } }))
    expect(parsed).toEqual({ ok: false, problems: ['["a"].auth is not base64', '["c"].auth is not base64'] })
  })
})

describe('a source must be more than readable', () => {
  const good = { auth: base64('robot:hush') }
  test.each`
    what                               | data                                                                    | says
    ${'no entries'}                    | ${auths({})}                                                            | ${['no entries']}
    ${'an empty entry'}                | ${auths({ 'ghcr.io': {} })}                                             | ${['auths["ghcr.io"] has no credential']}
    ${'a credential helper'}           | ${'{"auths":{"ghcr.io":{}},"credsStore":"desktop"}'}                    | ${['auths["ghcr.io"] is empty, its credential is in a helper']}
    ${'an identity token'}             | ${auths({ 'a.io': { auth: base64('u:'), identitytoken: 't' } })}        | ${['auths["a.io"] has an identity token']}
    ${'no password'}                   | ${auths({ 'a.io': { auth: base64('u:') } })}                            | ${['auths["a.io"] has no password']}
    ${'no user'}                       | ${auths({ 'a.io': { password: 'p' } })}                                 | ${['auths["a.io"] has no user name']}
    ${'a colon in the user name'}      | ${auths({ 'a.io': { username: 'a:b', password: 'p' } })}                | ${['user name with a colon']}
    ${'bytes that are no text'}        | ${auths({ 'a.io': { auth: 'dTr/' } })}                                  | ${['auths["a.io"] holds bytes that are not UTF-8']}
    ${'a question mark in a key'}      | ${auths({ 'gh?r.io': good })}                                           | ${['auths["gh?r.io"]: "?"']}
    ${'a range in a host'}             | ${auths({ 'gh[a-z]r.io': good })}                                       | ${['auths["gh[a-z]r.io"]: kubelet skips the key']}
    ${'user information in a key'}     | ${auths({ 'https://u:hush@ghcr.io': good })}                            | ${['auths["https://ghcr.io"]: what stands before "@"']}
    ${'one registry, two credentials'} | ${auths({ 'a.io': good, 'https://a.io/v2/': { auth: base64('u:p') } })} | ${['auths["https://a.io/v2/"] is the same registry as auths["a.io"]']}
    ${'two faults'}                    | ${auths({ 'a b': good, 'a.io': {} })}                                   | ${['auths["a b"]', 'auths["a.io"]']}
    ${'what kubelet refuses too'}      | ${auths({ a: { auth: '!' }, b: {} })}                                   | ${['auths["a"].auth is not base64']}
  `('$what', ({ data, says }: { data: string; says: readonly string[] }) => {
    expect(validateSource(json, data)).toEqual({
      ok: false,
      problems: says.map((text) => expect.stringContaining(text)),
    })
  })

  test('a good one is given as its entries', () => {
    const entry = { key: 'ghcr.io', credential: { username: 'robot', password: 'hush' } }
    expect(validateSource(json, auths({ 'ghcr.io': good }))).toEqual({ ok: true, entries: [entry] })
    expect(validateSource(cfg, JSON.stringify({ 'ghcr.io': good }))).toEqual({ ok: true, entries: [entry] })
  })

  test('one registry spelled twice with one credential is good', () => {
    expect(validateSource(json, auths({ 'a.io': good, 'https://a.io': good })).ok).toBe(true)
  })
})

const secret = 'hunter2-S3CR3T'
const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    1,
    {},
    [],
    secret,
    base64(secret),
    base64(`u:${secret}`),
    `${base64(`u:${secret}`)}!`,
    `u:${secret}`,
  ),
)
const anyEntry = fc.oneof(
  anyValue,
  fc.dictionary(fc.constantFrom('auth', 'username', 'password', 'email', 'identitytoken'), anyValue),
)
const anyKey = fc.constantFrom('ghcr.io', `https://u:${secret}@ghcr.io`, `u ${secret}@x`, 'a?b', '')
prop.prop([fc.dictionary(anyKey, anyEntry), fc.nat(200), fc.constantFrom<PullSecretType>(json, cfg)])(
  'no problem holds a credential or part of one',
  (entries, cut, type) => {
    const text = JSON.stringify(type === json ? { auths: entries } : entries)
    for (const data of [text, text.slice(0, cut), JSON.stringify([secret]), `${text}${secret}`]) {
      for (const result of [parsePullSecret(type, data), validateSource(type, data)]) {
        const said = result.ok ? '' : result.problems.join('\n')
        expect(said).not.toMatch(/hunter2|S3CR3T/)
        expect(said).not.toContain(base64(secret).slice(0, 8))
        expect(said).not.toContain(base64(`u:${secret}`).slice(0, 8))
      }
    }
  },
)

const text = fc.string({ unit: 'grapheme' }).map((given) => given.toWellFormed())
const entry = fc.record({
  key: fc.constantFrom('ghcr.io', 'a.io/x', 'https://index.docker.io/v1/', '"', '__proto__', 'é'),
  credential: fc.record({ username: text, password: text }),
})
const entries = fc.uniqueArray(entry, { selector: ({ key }) => key })

prop.prop([entries])('what is printed is read as the same entries', (given) => {
  const parsed = parsePullSecret(json, printDockerConfigJson(given))
  expect(parsed.ok && new Set(parsed.entries)).toEqual(new Set(given))
})

prop.prop([entries])('equal entries give equal bytes', (given) => {
  expect(printDockerConfigJson(given.toReversed())).toBe(printDockerConfigJson(given))
})

test('nothing but auth is printed, keys sorted', () => {
  const credential = { username: 'u', password: 'p' }
  expect(
    printDockerConfigJson([
      { key: 'b', credential },
      { key: 'a', credential },
    ]),
  ).toBe('{"auths":{"a":{"auth":"dTpw"},"b":{"auth":"dTpw"}}}')
})

test('a large config is read in one pass per level', () => {
  const many = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [`r${index}.io`, { auth: base64('u:p') }]),
  )
  expect(Object.keys(read(auths(many)))).toHaveLength(10_000)
  expect(
    parsePullSecret(
      json,
      `{"auths":{"a":{"auth":"${'\\"'.repeat(400_000)}"}},"x":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ).ok,
  ).toBe(false)
})
