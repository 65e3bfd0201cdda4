import type { RegistryEntry } from './credential.ts'
import { globMatches } from './glob.ts'
import { byTryOrder, splitPort } from './keyring.ts'
import { normaliseRegistryKey, registryKeyProblem, showKey, spellKey } from './registryKey.ts'

export type Narrowed =
  | { readonly ok: true; readonly entries: readonly RegistryEntry[] }
  | { readonly ok: false; readonly problems: readonly string[] }

/** What a key or an entry of `registries` is about: hosts (a glob in each part), and a path of whole components. */
interface Scope {
  readonly parts: readonly string[]
  readonly port: string
  readonly path: readonly string[]
}

interface Piece {
  readonly entry: RegistryEntry
  readonly scope: string
  /** The key is taken as it is. */
  readonly whole: boolean
  /** Where the key stands in kubelet's order of tries: of several for one scope the smallest counts. */
  readonly rank: number
}

/** Docker Hub has two names, and images know only the shorter. */
const scopeOf = (normalised: string): Scope => {
  const [first = '', ...path] = normalised.split('/')
  const { name, port } = splitPort(first === 'index.docker.io' ? 'docker.io' : first)
  return { parts: name.split('.'), port, path: path.filter((component) => component !== '') }
}

const printHost = ({ parts, port }: Scope): string => {
  const name = parts.join('.')
  return port === '' ? name : `${name.includes(':') ? `[${name}]` : name}:${port}`
}

const printPath = ({ path }: Scope): string => (path.length === 0 ? '' : `/${path.join('/')}/`)

/** The narrower of two globs, when one covers all of the other: a star in the covered one is but a character to cover. */
const narrower = (a: string, b: string): string | undefined => {
  if (a === b || globMatches(a, b)) return b
  return globMatches(b, a) ? a : undefined
}

const narrowerHost = (a: Scope, b: Scope): readonly string[] | undefined => {
  if (a.port !== b.port || a.parts.length !== b.parts.length) return undefined
  const parts = a.parts.map((part, index) => narrower(part, b.parts[index] ?? ''))
  return parts.every((part) => part !== undefined) ? parts : undefined
}

const narrowerPath = (a: Scope, b: Scope): readonly string[] | undefined => {
  const [short, long] = a.path.length <= b.path.length ? [a.path, b.path] : [b.path, a.path]
  return short.every((component, index) => component === long[index]) ? long : undefined
}

/** What a registry has in common with a key: the key as it is where it lies within, else the part that both cover. */
const common = (registry: Scope, key: Scope, entry: RegistryEntry): Omit<Piece, 'rank'> | undefined => {
  const parts = narrowerHost(registry, key)
  const path = narrowerPath(registry, key)
  if (parts === undefined || path === undefined) return undefined
  const both = { parts, path, port: key.port }
  const scope = printHost(both) + printPath(both)
  const whole = scope === printHost(key) + printPath(key)
  return { scope, whole, entry: whole ? entry : { ...entry, key: spellKey(printHost(both), printPath(both)) } }
}

const pick = (registry: Scope, keyed: readonly { scope: Scope; entry: RegistryEntry }[]): readonly Piece[] =>
  keyed.flatMap(({ scope, entry }, rank) => {
    const piece = common(registry, scope, entry)
    return piece === undefined ? [] : [{ ...piece, rank }]
  })

/** Keys as they are come first; a part is left out where something is published for just that already. */
const publish = (pieces: readonly Piece[]): readonly RegistryEntry[] => {
  const wholes = pieces.filter(({ whole }) => whole)
  const parts = new Map(
    pieces
      .filter(({ whole }) => !whole)
      .toSorted((a, b) => b.rank - a.rank)
      .map((piece) => [piece.scope, piece]),
  )
  for (const { scope } of wholes) parts.delete(scope)
  return [...new Set(wholes.map(({ entry }) => entry)), ...[...parts.values()].map(({ entry }) => entry)]
}

/**
 * Narrows a source to `registries`: an entry at or above a key takes the key as it is, an entry below it publishes
 * the key's credential under the entry and a slash (kubelet compares prefixes, and `ghcr.io/acme` would cover
 * `ghcr.io/acme-evil`). Paths are compared by whole components, hosts as globs; of several keys above an entry the
 * one that kubelet tries first counts. An entry that yields nothing is a problem. The result is a set, sorted.
 */
export const narrowEntries = (entries: readonly RegistryEntry[], registries: readonly string[]): Narrowed => {
  // index.docker.io with a path matches nothing in kubelet: it must not come to life here
  const keyed = entries
    .flatMap((entry) => {
      const filed = normaliseRegistryKey(entry.key)
      if (!filed.ok || filed.normalised.startsWith('index.docker.io/')) return []
      return [{ normalised: filed.normalised, scope: scopeOf(filed.normalised), entry }]
    })
    .sort((a, b) => byTryOrder(a.normalised, b.normalised) || byTryOrder(b.entry.key, a.entry.key))
  const pieces: Piece[] = []
  const problems: string[] = []
  for (const registry of registries) {
    const filed = normaliseRegistryKey(registry)
    const wrong = registryKeyProblem(registry)
    const found = filed.ok ? pick(scopeOf(filed.normalised), keyed) : []
    pieces.push(...found)
    if (wrong !== undefined) problems.push(`registries: ${showKey(registry)}: ${wrong}`)
    else if (found.length === 0)
      problems.push(`registries: ${showKey(registry)} matches no key of the source: correct or remove it`)
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, entries: publish(pieces).toSorted((a, b) => byTryOrder(b.key, a.key)) }
}
