import { fc, test as prop } from '@fast-check/jest'
import type { RegistryEntry } from '../../../../src/domain/credentials/credential.ts'
import { exceedsSecretLimit, maxSecretBytes, mergeSources } from '../../../../src/domain/credentials/mergeSources.ts'
import { normaliseRegistryKey } from '../../../../src/domain/credentials/registryKey.ts'

const entry = (key: string, username: string): RegistryEntry => ({ key, credential: { username, password: 'p' } })
const shown = (entries: readonly RegistryEntry[]) =>
  entries.map(({ key, credential }) => `${key} ${credential.username}`)

test('for one registry key the first source has it, and the other is told', () => {
  const merged = mergeSources([
    { name: 'first', entries: [entry('https://ghcr.io/v2/', 'a'), entry('b.io', 'a')] },
    { name: 'second', entries: [entry('ghcr.io', 'b'), entry('c.io', 'b')] },
  ])
  expect(shown(merged.entries)).toEqual(['b.io a', 'c.io b', 'https://ghcr.io/v2/ a'])
  expect(merged.perSource).toEqual([
    { name: 'first', registries: ['b.io', 'https://ghcr.io/v2/'] },
    { name: 'second', registries: ['c.io'] },
  ])
  expect(merged.conflicts).toEqual([{ key: 'ghcr.io', winner: 'first', loser: 'second' }])
})

test('the same credential twice is no conflict', () => {
  const sources = ['x', 'y'].map((name) => ({ name, entries: [entry('ghcr.io', 'a')] }))
  expect(mergeSources(sources).conflicts).toEqual([])
})

test('the two names of Docker Hub are two keys; a key that kubelet skips is none', () => {
  const entries = [entry('docker.io', 'a'), entry('index.docker.io', 'b'), entry('a[b', 'c')]
  expect(shown(mergeSources([{ name: 's', entries }]).entries)).toEqual(['docker.io a', 'index.docker.io b'])
})

const key = fc.constantFrom('ghcr.io', 'https://ghcr.io', 'http://ghcr.io/v1/', 'ghcr.io/a', '*.io', 'docker.io', '[')
const entries = fc.array(fc.tuple(key, fc.constantFrom('u', 'v', 'w')).map(([k, user]) => entry(k, user)))
const sources = fc
  .array(entries, { maxLength: 4 })
  .map((list) => list.map((given, index) => ({ name: `s${index}`, entries: given })))

prop.prop([sources])('the order of entries within a source does not show', (given) => {
  const turned = given.map((source) => ({ ...source, entries: source.entries.toReversed() }))
  expect(mergeSources(turned)).toEqual(mergeSources(given))
})

const file = ({ key: spelled }: RegistryEntry) => {
  const filed = normaliseRegistryKey(spelled)
  return filed.ok ? [filed.normalised] : []
}

prop.prop([sources])('each normalised key is published once, from the first source that has it', (given) => {
  const merged = mergeSources(given)
  const published = merged.entries.flatMap(file)
  expect(new Set(published).size).toBe(published.length)
  expect(new Set(published)).toEqual(new Set(given.flatMap((source) => source.entries.flatMap(file))))
  expect(merged.perSource.flatMap(({ registries }) => registries).toSorted()).toEqual(
    merged.entries.map((e) => e.key).toSorted(),
  )
  for (const one of merged.entries) {
    const first = given.find((source) => source.entries.some((e) => file(e)[0] === file(one)[0]))
    expect(first?.entries).toContainEqual(one)
  }
})

test('a Secret holds 1 MiB, in bytes', () => {
  expect(exceedsSecretLimit('a'.repeat(maxSecretBytes))).toBe(false)
  expect(exceedsSecretLimit(`${'a'.repeat(maxSecretBytes - 1)}é`)).toBe(true)
})
