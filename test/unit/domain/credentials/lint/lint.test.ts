import { fc, test as prop } from '@fast-check/jest'
import { keyMatchesImage } from '../../../../../src/domain/credentials/keyring.ts'
import { lintDockerConfig } from '../../../../../src/domain/credentials/lint/lint.ts'
import { neverMatches } from '../../../../../src/domain/credentials/lint/neverMatches.ts'
import { parseImageReference } from '../../../../../src/domain/image/reference.ts'

const json = 'kubernetes.io/dockerconfigjson'
const auth = Buffer.from('robot:s3cret').toString('base64')
const entry = { auth }

const lint = (auths: Readonly<Record<string, unknown>>, more: object = {}) =>
  lintDockerConfig(json, JSON.stringify({ auths, ...more }))

const brief = (auths: Readonly<Record<string, unknown>>, more: object = {}) =>
  lint(auths, more).map(({ severity, problem, key }) => [severity, problem, key])

test('nothing is wrong with a plain config', () => {
  expect(lint({ 'ghcr.io': entry, 'docker.io/acme': entry, '*.corp.io:5000/a-b': entry, localhost: entry })).toEqual([])
})

describe('keys that no image matches', () => {
  test.each`
    key                             | says
    ${'ghcr.io/Acme'}               | ${'lower case'}
    ${'ghcr.io/acme/app:1.2'}       | ${'without its tag'}
    ${'ghcr.io/acme/app@sha256:ab'} | ${'without its'}
    ${'ghcr.io//acme'}              | ${'begins so'}
    ${'ghcr.io/acme..'}             | ${'begins so'}
    ${'ghcr.io/-acme'}              | ${'begins so'}
    ${'registry'}                   | ${'a dot or a port'}
    ${'gh_cr.io'}                   | ${'none that an image can have'}
    ${'-ghcr.io'}                   | ${'none that an image can have'}
    ${'index.docker.io/acme'}       | ${'write docker.io/acme'}
    ${'https://index.docker.io/v1'} | ${'https://index.docker.io/v1/'}
    ${'oci://ghcr.io'}              | ${'scheme'}
    ${'[a-z].corp.io'}              | ${'kubelet skips'}
    ${''}                           | ${'names no host'}
    ${'ghcr.io/acme/*'}             | ${'host only'}
  `('$key', ({ key, says }: Record<string, string>) => {
    expect(lint({ [key ?? '']: entry })).toEqual([
      {
        severity: 'error',
        problem: 'KeyNeverMatches',
        key,
        message: expect.stringMatching(
          new RegExp(`^the key can match no image: .*${(says ?? '').replace(/[/.]/g, '\\$&')}`),
        ),
      },
    ])
  })
})

describe('what else may be wrong', () => {
  test.each([
    ['a query', { 'gcr.i?': entry }, [['error', 'KeyMisread', 'gcr.i?']]],
    ['user information', { 'https://me:pw@ghcr.io': entry }, [['warning', 'KeyMisread', 'https://ghcr.io']]],
    [
      'another name of Docker Hub',
      { 'registry-1.docker.io': entry },
      [['error', 'OtherNameOfDockerHub', 'registry-1.docker.io']],
    ],
    ['a port that nobody writes', { 'ghcr.io:443': entry }, [['warning', 'PortInKey', 'ghcr.io:443']]],
    ['no credential', { 'ghcr.io': {} }, [['error', 'NoCredential', 'ghcr.io']]],
    ['no password', { 'ghcr.io': { username: 'me' } }, [['error', 'NoCredential', 'ghcr.io']]],
    ['an identity token', { 'ghcr.io': { identitytoken: 'x' } }, [['error', 'IdentityToken', 'ghcr.io']]],
    [
      'a colon in the user name',
      { 'ghcr.io': { username: 'a:b', password: 'c' } },
      [['error', 'UserNameWithColon', 'ghcr.io']],
    ],
    [
      'bytes that are no text',
      { 'ghcr.io': { auth: Buffer.from([0x61, 0x3a, 0xff]).toString('base64') } },
      [['warning', 'NotUtf8', 'ghcr.io']],
    ],
    [
      'one key twice',
      { 'ghcr.io': entry, 'https://ghcr.io/v2/': entry },
      [['warning', 'SameKeyTwice', 'https://ghcr.io/v2/']],
    ],
    [
      'a passing password',
      { '1.dkr.ecr.eu-west-1.amazonaws.com': { username: 'AWS', password: 'x' } },
      [['warning', 'ShortLived', '1.dkr.ecr.eu-west-1.amazonaws.com']],
    ],
    ['bad base64', { 'ghcr.io': { auth: '!!' } }, [['error', 'Malformed', 'ghcr.io']]],
    ['no colon', { 'ghcr.io': { auth: 'YWJj' } }, [['error', 'Malformed', 'ghcr.io']]],
    ['no object', { 'ghcr.io': 'x' }, [['error', 'Malformed', 'ghcr.io']]],
    ['nothing', {}, [['error', 'NoEntries', undefined]]],
  ])('%s', (_, auths, found) => {
    expect(brief(auths)).toEqual(found)
  })

  test('a helper', () => {
    expect(brief({ 'ghcr.io': {} }, { credsStore: 'desktop' })).toEqual([
      ['warning', 'HelperIgnored', undefined],
      ['error', 'NoCredential', 'ghcr.io'],
    ])
  })

  test('an entry that cannot be read is told of once, the others go on', () => {
    expect(brief({ 'ghcr.io': { auth: '!!' }, 'quay.io': {} })).toEqual([
      ['error', 'Malformed', 'ghcr.io'],
      ['error', 'NoCredential', 'quay.io'],
    ])
  })

  test('the older form', () => {
    expect(lintDockerConfig('kubernetes.io/dockercfg', JSON.stringify({ 'ghcr.io': { auth: 'YWJj' } }))).toEqual([
      {
        severity: 'error',
        problem: 'Malformed',
        key: 'ghcr.io',
        message: expect.stringContaining('["ghcr.io"].auth has no colon'),
      },
    ])
  })
})

const word = fc.stringMatching(/^[a-z0-9]{1,6}$/)
const image = fc
  .tuple(fc.array(word, { minLength: 2, maxLength: 3 }), fc.array(word, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([host, path, port]) => `${host.join('.')}${port ? ':5000' : ''}/${path.join('/')}`)

/** Keys that resemble images, whole or cut, mended or spoilt. */
const keyNear = (of: string) =>
  fc.oneof(
    fc.nat(of.length).map((length) => of.slice(0, length)),
    fc
      .tuple(fc.nat(of.length), fc.constantFrom('*', 'A', '_', '..', '/', ':1', '@', '-'))
      .map(([at, spoilt]) => of.slice(0, at) + spoilt + of.slice(at)),
  )

prop.prop([image.chain((of) => fc.tuple(fc.constant(of), keyNear(of)))])(
  'a key that matches an image is never called one that matches none',
  ([of, key]) => {
    const parsed = parseImageReference(of)
    if (parsed.ok && keyMatchesImage(key, parsed.reference)) expect(neverMatches(key)).toBeUndefined()
  },
)

prop.prop([fc.string(), fc.string({ minLength: 4 })])('no message holds a credential', (user, password) => {
  const config = {
    auths: {
      'ghcr.io/A': { auth: Buffer.from(`u:${password}`).toString('base64') },
      'a@b': { username: user, password },
    },
  }
  const told = lintDockerConfig(json, JSON.stringify(config)).map(({ message }) => message)
  const harmless = lintDockerConfig(
    json,
    JSON.stringify({ auths: { 'ghcr.io/A': entry, 'a@b': { username: user, password: 'x'.repeat(9) } } }),
  )
  for (const message of told) expect(harmless.map((each) => each.message)).toContain(message)
})
