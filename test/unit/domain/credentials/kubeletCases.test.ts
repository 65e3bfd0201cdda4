import {
  credentialTries,
  keyMatchesImage,
  patternMatches,
  type Repository,
} from '../../../../src/domain/credentials/keyring.ts'
import { parseImageReference } from '../../../../src/domain/image/reference.ts'

/**
 * The cases that kubelet's own tests hold its keyring to (pkg/credentialprovider/keyring_test.go, v1.36.3), with names
 * of ours: TestURLsMatch, TestDockerKeyringForGlob, TestKeyringMiss, TestKeyringMissWithDockerHubCredentials, the
 * KeyringHit family, TestIsDefaultRegistryMatch, TestDockerKeyringLookup, TestIssue3797.
 */

/** Taken apart at the first slash, as it stands: some of these are no references that anybody could pull. */
const repository = (text: string): Repository => {
  const slash = text.indexOf('/')
  return slash < 0 ? { host: text, repository: '' } : { host: text.slice(0, slash), repository: text.slice(slash + 1) }
}

const parsed = (text: string): Repository => {
  const found = parseImageReference(text)
  if (!found.ok) throw new Error(found.problem)
  return found.reference
}

describe('patterns', () => {
  test.each`
    pattern                  | image                       | matches
    ${'*.corp.io'}           | ${'eu.corp.io'}             | ${true}
    ${'eu.*.io'}             | ${'eu.corp.io'}             | ${true}
    ${'eu.corp.*'}           | ${'eu.corp.io'}             | ${true}
    ${'*-mirror.corp.io'}    | ${'eu-mirror.corp.io'}      | ${true}
    ${'*.corp.io/team'}      | ${'eu.corp.io/team'}        | ${true}
    ${'eu.*.io/team'}        | ${'eu.corp.io/team/app'}    | ${true}
    ${'*.corp.io:5000/team'} | ${'eu.corp.io:5000/team'}   | ${true}
    ${'eu.*.io:5000/team'}   | ${'eu.corp.io:5000/team/a'} | ${true}
    ${'*.corp.io'}           | ${'corp.io'}                | ${false}
    ${'*.*.corp.io'}         | ${'eu.corp.io'}             | ${false}
    ${'*.*.corp.io'}         | ${'corp.io'}                | ${false}
    ${'*corp.io'}            | ${'eu.corp.io'}             | ${false}
    ${'*corp.io'}            | ${'corp.io'}                | ${true}
    ${'*.*.*.corp.io'}       | ${'a.b.c.corp.io'}          | ${true}
    ${'corp.io'}             | ${'corp.com'}               | ${false}
    ${'c*.io'}               | ${'quay.io'}                | ${false}
    ${'*.corp.io:5001/team'} | ${'eu.corp.io:5000/team'}   | ${false}
    ${'eu.*.io/team'}        | ${'eu.corp.io:5000/team/a'} | ${false}
  `(
    '$pattern, $image: $matches',
    ({ pattern, image, matches }: { pattern: string; image: string; matches: boolean }) => {
      expect(patternMatches(pattern, repository(image))).toBe(matches)
    },
  )
})

describe('keys of a docker config', () => {
  test.each([
    ['https://reg.corp.io', 'reg.corp.io'],
    ['https://*.corp.io', 'eu.corp.io'],
    ['https://eu.*.io', 'eu.corp.io'],
    ['https://eu.corp.*', 'eu.corp.io'],
    ['https://*.corp.io/team', 'eu.corp.io/team'],
    ['https://eu.*.io/team', 'eu.corp.io/team/part'],
    ['https://eu.corp.*/team', 'eu.corp.io/team'],
    ['https://*.corp.io:8888', 'eu.corp.io:8888'],
    ['https://eu.*.io:8888', 'eu.corp.io:8888'],
    ['https://eu.corp.*:8888', 'eu.corp.io:8888'],
    ['https://*.corp.io/team:1111', 'eu.corp.io/team:1111'],
    ['https://*.corp.io/v1/', 'eu.corp.io/team:1111'],
    ['https://*.corp.io/v2/', 'eu.corp.io/team:1111'],
    ['https://eu.corp.*/team:1111', 'eu.corp.io/team:1111'],
    ['eu.corp.io:1111', 'eu.corp.io:1111/team'],
    ['*.corp.io:1111', 'eu.corp.io:1111/team'],
  ])('%s is found for %s', (key, place) => {
    expect(keyMatchesImage(key, repository(`${place}/some/app`))).toBe(true)
  })

  test.each([
    ['https://reg.corp.io', 'other.example.org'],
    ['https://*.corp.com', 'eu.corp.io'],
    ['https://us.*.io', 'eu.corp.io'],
    ['https://eu.corp.c*', 'eu.corp.io'],
    ['https://eu.*.io/team:1111', 'eu.corp.io/team/part:1111'],
    ['us.*.io', 'eu.corp.io'],
    ['https://index.docker.io/v1/', 'other.example.org'],
  ])('%s is not found for %s', (key, place) => {
    expect(keyMatchesImage(key, repository(`${place}/some/app`))).toBe(false)
  })

  test.each([
    ['acme/app', true],
    ['docker.io/acme/app', true],
    ['index.docker.io/acme/app', true],
    ['app', true],
    ['reg.corp.io/acme/app', false],
    ['registry:5000/acme/app', false],
    ['mydocker.io/acme/app', false],
  ])('Docker Hub’s key for %s: %s', (image, matches) => {
    expect(keyMatchesImage('https://index.docker.io/v1/', parsed(image))).toBe(matches)
  })
})

describe('what is tried, in its order', () => {
  const tries = (keys: readonly string[], image: string) =>
    credentialTries(repository(image), [{ name: 's', keys }]).map(({ key }) => key)

  test.each([
    ['reg.corp.io', ['reg.corp.io']],
    ['reg.corp.io/team', ['reg.corp.io/team', 'reg.corp.io']],
    ['reg.corp.io/tea', ['reg.corp.io']],
    ['reg.corp.io/teamwork', ['reg.corp.io/team', 'reg.corp.io']],
    ['reg.corp.io/team/app', ['reg.corp.io/team', 'reg.corp.io']],
    ['corp.io', []],
    ['other.corp.io', []],
  ])('%s', (image, expected) => {
    expect(tries(['reg.corp.io/team', 'reg.corp.io'], image)).toEqual(expected)
  })

  test.each(['quay.io', 'quay.io/acme', 'quay.io/acme/app'])('a key with scheme and /v1/ serves %s', (image) => {
    expect(tries(['https://quay.io/v1/'], image)).toHaveLength(1)
  })
})
