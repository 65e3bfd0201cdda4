import { fc, test as prop } from '@fast-check/jest'
import {
  normaliseRegistryKey,
  registryKeyProblem,
  showKey,
  spellKey,
  withoutUserinfo,
} from '../../../../src/domain/credentials/registryKey.ts'

describe('kubelet files a key under', () => {
  test.each`
    key                              | normalised
    ${'ghcr.io'}                     | ${'ghcr.io'}
    ${'https://ghcr.io'}             | ${'ghcr.io'}
    ${'http://ghcr.io/'}             | ${'ghcr.io'}
    ${'ghcr.io/acme'}                | ${'ghcr.io/acme'}
    ${'ghcr.io/acme/'}               | ${'ghcr.io/acme/'}
    ${'https://ghcr.io/v1/'}         | ${'ghcr.io'}
    ${'https://ghcr.io/v2/'}         | ${'ghcr.io'}
    ${'https://ghcr.io/v2'}          | ${'ghcr.io/v2'}
    ${'ghcr.io/v1/acme'}             | ${'ghcr.io/acme'}
    ${'ghcr.io/v1/v1/acme'}          | ${'ghcr.io/v1/acme'}
    ${'ghcr.io/v3/'}                 | ${'ghcr.io/v3/'}
    ${'index.docker.io'}             | ${'index.docker.io'}
    ${'https://index.docker.io/v1/'} | ${'index.docker.io'}
    ${'https://index.docker.io/v1'}  | ${'index.docker.io/v1'}
    ${'*.corp.io:5000/a'}            | ${'*.corp.io:5000/a'}
    ${'reg?stry.io/app'}             | ${'reg'}
    ${'ghcr.io/acme?x#y'}            | ${'ghcr.io/acme'}
    ${'user:word@ghcr.io'}           | ${'ghcr.io'}
    ${'HTTPS://ghcr.io'}             | ${'HTTPS://ghcr.io'}
    ${'ghcr.io/%61cme'}              | ${'ghcr.io/acme'}
    ${'[::1]:5000'}                  | ${'[::1]:5000'}
    ${''}                            | ${''}
  `('$key: $normalised', ({ key, normalised }: Record<string, string>) => {
    expect(normaliseRegistryKey(key ?? '')).toEqual({ ok: true, normalised })
  })

  test.each`
    key                   | says
    ${'[a-z].corp.io'}    | ${'IPv6'}
    ${'reg[0-9].corp.io'} | ${'"["'}
    ${'[::zz]:5000'}      | ${'IPv6'}
    ${'ghcr.io:*'}        | ${'port'}
    ${'a:b:443'}          | ${'port'}
    ${'gh cr.io'}         | ${'character'}
    ${'ghcr.io\n'}        | ${'control'}
    ${'ghcr.io/%zz'}      | ${'%'}
    ${'gh%41cr.io'}       | ${'percent'}
    ${'us er@ghcr.io'}    | ${'@'}
  `('nothing: $key does not parse', ({ key, says }: Record<string, string>) => {
    expect(normaliseRegistryKey(key ?? '')).toEqual({ ok: false, problem: expect.stringContaining(says ?? '') })
  })
})

describe('a source may not hold a key that cannot do what it seems to', () => {
  test.each`
    key                             | says
    ${'reg?stry.io'}                | ${'"?"'}
    ${'ghcr.io/a b'}                | ${'white space'}
    ${'ghcr.io#x'}                  | ${'"#"'}
    ${'oci://ghcr.io'}              | ${'scheme'}
    ${'HTTPS://ghcr.io'}            | ${'scheme'}
    ${'user:word@ghcr.io'}          | ${'"@"'}
    ${'ghcr.io/acme/*'}             | ${'"*"'}
    ${'https://'}                   | ${'no host'}
    ${':5000'}                      | ${'no host'}
    ${'https://index.docker.io/v1'} | ${'last slash'}
    ${'reg[0-9].corp.io'}           | ${'skips'}
  `('$key: $says', ({ key, says }: Record<string, string>) => {
    expect(registryKeyProblem(key ?? '')).toContain(says)
  })

  test.each(['ghcr.io', '*.dkr.ecr.*.amazonaws.com', 'https://index.docker.io/v1/', 'localhost:5000/a', 'ghcr.io/a@b'])(
    '%s is fine',
    (key) => expect(registryKeyProblem(key)).toBeUndefined(),
  )
})

describe('a key is shown without user information', () => {
  test.each`
    key                                     | shown
    ${'ghcr.io'}                            | ${'"ghcr.io"'}
    ${'https://me:hush@ghcr.io/a'}          | ${'"https://ghcr.io/a"'}
    ${'me:hush@ghcr.io'}                    | ${'"https://ghcr.io"'}
    ${'me:hu sh@ghcr.io'}                   | ${'"https://<redacted>@ghcr.io"'}
    ${'ghcr.io/?token=hush'}                | ${'"ghcr.io/?<redacted>"'}
    ${'https://u@ghcr.io/x?a&token=s3cret'} | ${'"https://ghcr.io/x?<redacted>"'}
    ${'reg?.corp.io'}                       | ${'"reg?.corp.io"'}
  `('$key: $shown', ({ key, shown }: Record<string, string>) => expect(showKey(key ?? '')).toBe(shown))

  test('and cut', () => expect(showKey('a'.repeat(5000))).toHaveLength(102))
})

const keyText = fc
  .array(
    fc.constantFrom(
      'a',
      '*',
      'ghcr.io',
      'https://',
      '/',
      '/v1/',
      '?',
      '#',
      '@',
      'me:pw',
      ':',
      '5',
      '[',
      ']',
      ' ',
      '%41',
    ),
    {
      maxLength: 7,
    },
  )
  .map((pieces) => pieces.join(''))

prop.prop([keyText])('taking the user information out changes nothing for kubelet', (key) => {
  const before = normaliseRegistryKey(key)
  const after = normaliseRegistryKey(withoutUserinfo(key))
  expect(after.ok ? after.normalised : undefined).toEqual(before.ok ? before.normalised : undefined)
})

prop.prop([fc.constantFrom('ghcr.io', '*.io', 'a:5'), fc.array(fc.constantFrom('v1', 'v2', 'a'), { minLength: 1 })])(
  'a spelled key is filed under exactly what was meant',
  (host, path) => {
    const wanted = `/${path.join('/')}/`
    expect(normaliseRegistryKey(spellKey(host, wanted))).toEqual({ ok: true, normalised: host + wanted })
  },
)
