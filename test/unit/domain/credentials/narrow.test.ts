import { fc, test as prop } from '@fast-check/jest'
import { keyMatchesImage } from '../../../../src/domain/credentials/keyring.ts'
import { narrowEntries } from '../../../../src/domain/credentials/narrow.ts'
import { parseImageReference } from '../../../../src/domain/image/reference.ts'

/** The user name tells which key an entry came from. */
const entriesOf = (keys: readonly string[]) =>
  keys.map((key) => ({ key, credential: { username: key, password: 'p' } }))

const narrow = (keys: readonly string[], registries: readonly string[]) => {
  const narrowed = narrowEntries(entriesOf(keys), registries)
  return narrowed.ok
    ? narrowed.entries.map(({ key, credential }) => `${key} <- ${credential.username}`)
    : narrowed.problems
}

describe('registries narrow a source', () => {
  test.each`
    keys                                     | registries                         | published
    ${['ghcr.io']}                           | ${['ghcr.io']}                     | ${['ghcr.io <- ghcr.io']}
    ${['ghcr.io/acme', 'quay.io']}           | ${['ghcr.io']}                     | ${['ghcr.io/acme <- ghcr.io/acme']}
    ${['ghcr.io/acme']}                      | ${['ghcr.io/acme/']}               | ${['ghcr.io/acme <- ghcr.io/acme']}
    ${['https://ghcr.io/v2/']}               | ${['https://ghcr.io']}             | ${['https://ghcr.io/v2/ <- https://ghcr.io/v2/']}
    ${['ghcr.io']}                           | ${['ghcr.io/acme']}                | ${['ghcr.io/acme/ <- ghcr.io']}
    ${['ghcr.io/acme']}                      | ${['ghcr.io/acme/team']}           | ${['ghcr.io/acme/team/ <- ghcr.io/acme']}
    ${['ghcr.io']}                           | ${['ghcr.io/a', 'ghcr.io/b']}      | ${['ghcr.io/a/ <- ghcr.io', 'ghcr.io/b/ <- ghcr.io']}
    ${['reg.io:5000']}                       | ${['reg.io:5000/a']}               | ${['reg.io:5000/a/ <- reg.io:5000']}
    ${['[::1]:5000']}                        | ${['[::1]:5000/a']}                | ${['[::1]:5000/a/ <- [::1]:5000']}
    ${['1.dkr.ecr.eu-west-1.amazonaws.com']} | ${['*.dkr.ecr.*.amazonaws.com']}   | ${['1.dkr.ecr.eu-west-1.amazonaws.com <- 1.dkr.ecr.eu-west-1.amazonaws.com']}
    ${['*.corp.io']}                         | ${['a.corp.io']}                   | ${['a.corp.io <- *.corp.io']}
    ${['*.corp.io']}                         | ${['a.corp.io/team']}              | ${['a.corp.io/team/ <- *.corp.io']}
    ${['a.corp.io']}                         | ${['*.corp.io/team']}              | ${['a.corp.io/team/ <- a.corp.io']}
    ${['*.corp.io/team']}                    | ${['a.corp.io']}                   | ${['a.corp.io/team/ <- *.corp.io/team']}
    ${['*.corp.io']}                         | ${['*-eu.corp.io']}                | ${['*-eu.corp.io <- *.corp.io']}
    ${['https://index.docker.io/v1/']}       | ${['docker.io']}                   | ${['https://index.docker.io/v1/ <- https://index.docker.io/v1/']}
    ${['https://index.docker.io/v1/']}       | ${['docker.io/acme']}              | ${['docker.io/acme/ <- https://index.docker.io/v1/']}
    ${['docker.io']}                         | ${['https://index.docker.io/v1/']} | ${['docker.io <- docker.io']}
    ${['docker.io']}                         | ${['index.docker.io/acme']}        | ${['docker.io/acme/ <- docker.io']}
    ${['reg.io']}                            | ${['reg.io/v1']}                   | ${['reg.io/v1/v1/ <- reg.io']}
    ${['ghcr.io', '*.io']}                   | ${['ghcr.io/acme']}                | ${['ghcr.io/acme/ <- ghcr.io']}
    ${['ghcr.io', 'ghcr.io/acme']}           | ${['ghcr.io/acme']}                | ${['ghcr.io/acme <- ghcr.io/acme']}
    ${['ghcr.io', 'ghcr.io/acme/x']}         | ${['ghcr.io/acme']}                | ${['ghcr.io/acme/ <- ghcr.io', 'ghcr.io/acme/x <- ghcr.io/acme/x']}
    ${['ghcr.io']}                           | ${[]}                              | ${[]}
  `('$keys to $registries', ({ keys, registries, published }: Record<string, readonly string[]>) => {
    expect(narrow(keys ?? [], registries ?? [])).toEqual(published)
  })

  test.each`
    keys                        | registries               | says
    ${['ghcr.io/acme']}         | ${['ghcr.io/acme-evil']} | ${'"ghcr.io/acme-evil" matches no key'}
    ${['ghcr.io/acme-evil']}    | ${['ghcr.io/acme']}      | ${'"ghcr.io/acme" matches no key'}
    ${['ghcr.io']}              | ${['quay.io']}           | ${'"quay.io" matches no key'}
    ${['reg.io:5000']}          | ${['reg.io']}            | ${'"reg.io" matches no key'}
    ${['a*.corp.io']}           | ${['*b.corp.io']}        | ${'"*b.corp.io" matches no key'}
    ${['index.docker.io/acme']} | ${['docker.io/acme']}    | ${'"docker.io/acme" matches no key'}
    ${['ghcr.io']}              | ${['gh?r.io']}           | ${'"?" starts a query'}
    ${['ghcr.io']}              | ${['ghcr.io/acme/*']}    | ${'"*" works in the host only'}
    ${['ghcr.io']}              | ${['gh[a-z]r.io']}       | ${'kubelet skips the key'}
  `(
    '$registries yields nothing from $keys',
    ({ keys, registries, says }: { keys: string[]; registries: string[]; says: string }) => {
      expect(narrowEntries(entriesOf(keys), registries)).toEqual({
        ok: false,
        problems: [expect.stringContaining(says)],
      })
    },
  )
})

const hosts = fc.constantFrom('ghcr.io', '*.io', '*', 'g*.io', 'docker.io', 'index.docker.io', 'ghcr.io:5', '*.*')
const paths = fc.constantFrom('', '/', '/v1/', '/acme', '/acme/', '/acme/app', '/acme-evil', '/v1', '/library')
const scope = fc.tuple(hosts, paths).map((parts) => parts.join(''))
const image = fc
  .tuple(
    fc.constantFrom('ghcr.io/', 'quay.io/', '', 'ghcr.io:5/', 'a.b/'),
    fc.constantFrom('acme', 'acme/app', 'acme/app/x', 'acme-evil/x', 'v1/x', 'nginx'),
  )
  .map((parts) => parts.join(''))

prop.prop([fc.uniqueArray(scope, { minLength: 1, maxLength: 4 }), scope, image])(
  'narrowing gives nothing that the source did not give, and no part beyond the registry',
  (keys, registry, text) => {
    const narrowed = narrowEntries(entriesOf(keys), [registry])
    const parsed = parseImageReference(text)
    if (!narrowed.ok || !parsed.ok) return
    for (const { key, credential } of narrowed.entries) {
      // the user name is the key it came from
      if (!keyMatchesImage(key, parsed.reference)) continue
      expect(keyMatchesImage(credential.username, parsed.reference)).toBe(true)
      const meant = registry.replace('index.docker.io', 'docker.io')
      if (key !== credential.username) expect(keyMatchesImage(meant, parsed.reference)).toBe(true)
    }
  },
)

prop.prop([fc.uniqueArray(scope, { maxLength: 4 }), fc.uniqueArray(scope, { maxLength: 3 })], {
  examples: [
    [
      ['*.io/acme/app', 'g*.io'],
      ['g*.io', '*.*/acme/app'],
    ],
  ],
})('the order of entries and of registries does not show', (keys, registries) => {
  const result = narrowEntries(entriesOf(keys), registries)
  expect(narrowEntries(entriesOf(keys.toReversed()), registries)).toEqual(result)
  if (result.ok) expect(narrowEntries(entriesOf(keys), registries.toReversed())).toEqual(result)
})
