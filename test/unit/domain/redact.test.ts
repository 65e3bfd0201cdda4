import { fc, test as prop } from '@fast-check/jest'
import { maxRedactedLength, redact } from '../../../src/domain/redact.ts'

describe('credentials are taken out of messages', () => {
  test.each`
    text                                                           | redacted
    ${'Get "https://me:pw@ghcr.io/v2/": EOF'}                      | ${'Get "https://<redacted>@ghcr.io/v2/": EOF'}
    ${'https://me:p@ss@ghcr.io/x'}                                 | ${'https://<redacted>@ghcr.io/x'}
    ${'https://b.s3.io/x?X-Amz-Date=1&X-Amz-Signature=abc123&y=2'} | ${'https://b.s3.io/x?X-Amz-Date=1&X-Amz-Signature=<redacted>&y=2'}
    ${'?X-Amz-Credential=AK%2Fx&X-Amz-Security-Token=zzz"'}        | ${'?X-Amz-Credential=<redacted>&X-Amz-Security-Token=<redacted>"'}
    ${'x.blob.core.windows.net/y?se=1&sig=a%2Bb%3D&sp=r'}          | ${'x.blob.core.windows.net/y?se=1&sig=<redacted>&sp=r'}
    ${'/f?Expires=1&Signature=A-b_c~&Key-Pair-Id=K1: 403'}         | ${'/f?Expires=1&Signature=<redacted>&Key-Pair-Id=<redacted> 403'}
    ${'token=abc refresh_token=def;'}                              | ${'token=<redacted> refresh_token=<redacted>'}
    ${'authorization: Bearer abc.def-ghi failed'}                  | ${'authorization: Bearer <redacted> failed'}
    ${'Authorization: Basic Zm9vOmJhcg=='}                         | ${'Authorization: Basic <redacted>'}
    ${'{"auths":{"ghcr.io":{"auth":"Zm9v","username":"me"}}}'}     | ${'{"auths":{"ghcr.io":{"auth":"<redacted>","username":"<redacted>"}}}'}
    ${'{\\"password\\": \\"hush\\"}'}                              | ${'{\\"password\\": \\"<redacted>\\"}'}
    ${'bad auth: Zm9vOmJhcmJhcg=='}                                | ${'bad auth: <redacted>'}
    ${'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.sig_-1 end'}              | ${'jwt <redacted> end'}
    ${'with ghp_0123456789abcdef'}                                 | ${'with <redacted>'}
    ${'password=hush&user=me'}                                     | ${'password=<redacted>&user=me'}
  `('$text', ({ text, redacted }: Record<string, string>) => expect(redact(text ?? '')).toBe(redacted))

  test.each([
    'failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized',
    'no basic auth credentials',
    'www-authenticate: Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:acme/app:pull"',
    'Get "https://auth.docker.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=registry.docker.io": EOF',
    'failed to resolve reference "ghcr.io/acme/app:1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
    'invalid bearer token',
    'illegal base64 data at input byte 0',
    'auth: unauthorized',
    '',
  ])('%j says nothing secret and stays', (text) => expect(redact(text)).toBe(text))
})

const piece = fc.constantFrom(
  'https://', 'me:pw@', 'ghcr.io', '/', '?', '&', 'sig=', 'token=', 'Bearer ', 'Basic ', 'auth', ': ', '"', '\\"', ' ', '=', '%3D',
  'password', '<redacted>', '<', '…', 'eyJhbGciOiJIUzI1NiJ9', '.abc', 'ghp_0123456789', 'x', '-', '_', '\n', '😀', 'a'.repeat(300), 'Zm9vOmJhcmJhcg==', 'realm',
) // prettier-ignore
const message = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''))

prop.prop([message], { numRuns: 1000 })('redacting twice changes nothing', (text) => {
  const once = redact(text)
  expect(redact(once)).toBe(once)
  expect(once.length).toBeLessThanOrEqual(maxRedactedLength)
  expect(once.isWellFormed()).toBe(true)
})

test.each(['https://me:HUSH@x', '?sig=HUSH', '?sig=HU<SH', 'Bearer HUSH', '"auth":"HUSH"', 'auth: HUSHHUSHHUSH1'])(
  'a cut anywhere in %s leaves none of it, and is final',
  (text) => {
    for (let before = maxRedactedLength - 60; before <= maxRedactedLength; before += 1) {
      const once = redact(`${'y'.repeat(before)} ${text}${' z'.repeat(600)}`)
      expect(once).not.toMatch(/HU|SH/)
      expect(redact(once)).toBe(once)
      expect(once.length).toBeLessThanOrEqual(maxRedactedLength)
    }
  },
)

test.each([
  '://',
  '://a',
  'eyJ',
  'eyJa.',
  'token=',
  'auth:',
  'auth: a',
  'Bearer ',
  'bearer',
  '"auth":"',
  ' ',
  '<',
  'a@',
  '\\',
  'auth\\',
])('a million of %j cost little', (unit) =>
  expect(redact(unit.repeat(300_000)).length).toBeLessThanOrEqual(maxRedactedLength),
)
