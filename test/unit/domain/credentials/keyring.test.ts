import { fc, test as prop } from '@fast-check/jest'
import { credentialTries, keyMatchesImage } from '../../../../src/domain/credentials/keyring.ts'
import { explainMismatch, matchCredentials, secretsMatching } from '../../../../src/domain/credentials/match.ts'
import { normaliseRegistryKey } from '../../../../src/domain/credentials/registryKey.ts'
import { parseImageReference } from '../../../../src/domain/image/reference.ts'

const image = (text: string) => {
  const parsed = parseImageReference(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.reference
}

describe('a key matches an image, as kubelet compares them', () => {
  test.each`
    key                              | text                            | matches
    ${'reg.corp.io'}                 | ${'reg.corp.io/app'}            | ${true}
    ${'https://reg.corp.io'}         | ${'reg.corp.io/app'}            | ${true}
    ${'https://reg.corp.io/v2/'}     | ${'reg.corp.io/app'}            | ${true}
    ${'https://reg.corp.io/v2'}      | ${'reg.corp.io/app'}            | ${false}
    ${'*.corp.io'}                   | ${'a.corp.io/app'}              | ${true}
    ${'*.corp.io'}                   | ${'corp.io/app'}                | ${false}
    ${'*.corp.io'}                   | ${'a.b.corp.io/app'}            | ${false}
    ${'*.*.corp.io'}                 | ${'a.b.corp.io/app'}            | ${true}
    ${'a.*.io'}                      | ${'a.corp.io/app'}              | ${true}
    ${'a.corp.*'}                    | ${'a.corp.io/app'}              | ${true}
    ${'c*.io'}                       | ${'quay.io/app'}                | ${false}
    ${'*-good.corp.io'}              | ${'very-good.corp.io/app'}      | ${true}
    ${'*my-registry.io/images'}      | ${'my-registry.io/images'}      | ${true}
    ${'*my-registry.io/images'}      | ${'evil-my-registry.io/images'} | ${true}
    ${'*my-registry.io/images'}      | ${'sub.my-registry.io/images'}  | ${false}
    ${'a.corp.io:5000'}              | ${'a.corp.io:5000/app'}         | ${true}
    ${'a.corp.io:5000'}              | ${'a.corp.io/app'}              | ${false}
    ${'a.corp.io'}                   | ${'a.corp.io:5000/app'}         | ${false}
    ${'*.corp.io:5000/team'}         | ${'a.corp.io:5000/team/app'}    | ${true}
    ${'ghcr.io/acme'}                | ${'ghcr.io/acme/app'}           | ${true}
    ${'ghcr.io/acme'}                | ${'ghcr.io/acme-evil/app'}      | ${true}
    ${'ghcr.io/acme/'}               | ${'ghcr.io/acme-evil/app'}      | ${false}
    ${'ghcr.io/acme/'}               | ${'ghcr.io/acme'}               | ${false}
    ${'ghcr.io/Acme'}                | ${'ghcr.io/acme/app'}           | ${false}
    ${'GHCR.io'}                     | ${'ghcr.io/acme/app'}           | ${false}
    ${'gh?r.io'}                     | ${'ghcr.io/acme/app'}           | ${false}
    ${'gh[a-z]r.io'}                 | ${'ghcr.io/acme/app'}           | ${false}
    ${'docker.io'}                   | ${'nginx'}                      | ${true}
    ${'docker.io/library'}           | ${'nginx'}                      | ${true}
    ${'docker.io/acme'}              | ${'nginx'}                      | ${false}
    ${'https://index.docker.io/v1/'} | ${'nginx'}                      | ${true}
    ${'https://index.docker.io/v1'}  | ${'nginx'}                      | ${false}
    ${'index.docker.io'}             | ${'docker.io/acme/app'}         | ${true}
    ${'index.docker.io/acme'}        | ${'docker.io/acme/app'}         | ${false}
    ${'index.docker.io'}             | ${'ghcr.io/acme/app'}           | ${false}
    ${'index.docker.io'}             | ${'localhost/app'}              | ${true}
    ${'index.docker.io'}             | ${'localhost:5000/app'}         | ${false}
    ${'[::1]:5000'}                  | ${'[::1]:5000/app'}             | ${true}
    ${'[::1]'}                       | ${'[::1]/app'}                  | ${false}
  `('$key, $text: $matches', ({ key, text, matches }: { key: string; text: string; matches: boolean }) => {
    expect(keyMatchesImage(key, image(text))).toBe(matches)
  })

  test('a host longer than any DNS name matches nothing', () => {
    expect(keyMatchesImage('*.io', image(`${'a'.repeat(300)}.io/app`))).toBe(false)
  })
})

describe('the order of tries', () => {
  const tries = (text: string, ...secrets: readonly (readonly [string, readonly string[]])[]) =>
    credentialTries(
      image(text),
      secrets.map(([name, keys]) => ({ name, keys })),
    ).map(({ secret, key }) => `${secret} ${key}`)

  test('keys in reverse lexical order, a glob late however long its path', () => {
    expect(tries('reg.corp.io/a/b/app', ['s', ['*.corp.io/a/b', 'reg.corp.io', 'reg.corp.io/a']])).toEqual([
      's reg.corp.io/a',
      's reg.corp.io',
      's *.corp.io/a/b',
    ])
  })

  test("under one key, the order of the pod's secrets", () => {
    expect(tries('ghcr.io/a', ['z', ['ghcr.io']], ['a', ['https://ghcr.io/v2/']], ['m', ['http://ghcr.io']])).toEqual([
      'z ghcr.io',
      'a https://ghcr.io/v2/',
      'm http://ghcr.io',
    ])
  })

  test('the key of Docker Hub only when nothing else matches', () => {
    const hub = ['hub', ['https://index.docker.io/v1/']] as const
    expect(tries('acme/app', hub, ['own', ['docker.io/acme']])).toEqual(['own docker.io/acme'])
    expect(tries('other/app', hub, ['own', ['docker.io/acme']])).toEqual(['hub https://index.docker.io/v1/'])
  })

  const keys = fc.uniqueArray(
    fc.constantFrom(
      'ghcr.io',
      'https://ghcr.io',
      '*.io',
      'ghcr.io/acme',
      'ghcr.io/acme/',
      'index.docker.io',
      'docker.io',
      '[',
    ),
  )
  const secrets = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c'), keys }), {
    selector: ({ name }) => name,
  })
  const images = fc.constantFrom('ghcr.io/acme/app', 'nginx', 'localhost/x', 'quay.io/x').map(image)

  prop.prop([images, secrets])('does not depend on the order of keys in a secret', (reference, given) => {
    const turned = given.map((secret) => ({ ...secret, keys: secret.keys.toReversed() }))
    expect(credentialTries(reference, turned)).toEqual(credentialTries(reference, given))
  })

  prop.prop([images, secrets])('is sorted, and holds exactly the keys that match', (reference, given) => {
    const tried = credentialTries(reference, given)
    const order = tried.map(({ key }) => normaliseRegistryKey(key)).map((filed) => (filed.ok ? filed.normalised : ''))
    expect(order).toEqual(order.toSorted().toReversed())
    for (const { key } of tried) expect(keyMatchesImage(key, reference)).toBe(true)
    const all = given.flatMap(({ keys: spelled }) => spelled)
    expect(tried.length > 0).toBe(all.some((key) => keyMatchesImage(key, reference)))
  })

  prop.prop([images, secrets])('every key is either tried or passed over for a reason', (reference, given) => {
    const { tries: tried, passedOver } = matchCredentials(reference, given)
    expect(tried.length + passedOver.length).toBe(given.flatMap(({ keys: spelled }) => spelled).length)
    expect(new Set(secretsMatching(reference, given))).toEqual(new Set(tried.map(({ secret }) => secret)))
    for (const { because } of passedOver) expect(explainMismatch(because)).toMatch(/\w/)
  })
})

test('each key that is passed over says why', () => {
  const keys = ['docker.io', 'index.docker.io', 'ghcr.io', 'a.b.io', 'docker.io:5', 'docker.io/other', '[', 'quay.io']
  const { passedOver } = matchCredentials(image('acme/app'), [{ name: 's', keys }])
  expect(Object.fromEntries(passedOver.map(({ key, because }) => [key, because]))).toEqual({
    'index.docker.io': 'OnlyAFallback',
    'ghcr.io': 'HostDiffers',
    'a.b.io': 'HostPartsDiffer',
    'docker.io:5': 'PortDiffers',
    'docker.io/other': 'PathDiffers',
    '[': 'KeyUnparseable',
    'quay.io': 'HostDiffers',
  })
})
