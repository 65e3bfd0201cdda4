import { sameCredential, type RegistryEntry } from './credential.ts'
import { normaliseRegistryKey } from './registryKey.ts'

export interface CredentialSource {
  readonly name: string
  readonly entries: readonly RegistryEntry[]
}

export interface MergedSources {
  /** Sorted by key; one spelling of each normalised key. */
  readonly entries: readonly RegistryEntry[]
  /** In the order of the sources, with the keys published from each, sorted. */
  readonly perSource: readonly { readonly name: string; readonly registries: readonly string[] }[]
  /** Normalised keys for which another credential was given up, sorted. */
  readonly conflicts: readonly { readonly key: string; readonly winner: string; readonly loser: string }[]
}

interface Claim {
  readonly source: string
  readonly index: number
  readonly normalised: string
  readonly entry: RegistryEntry
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Total over distinct entries, so that the order in which a source lists them cannot show. */
const compareEntries = (a: RegistryEntry, b: RegistryEntry): number =>
  compareText(a.key, b.key) ||
  compareText(a.credential.username, b.credential.username) ||
  compareText(a.credential.password, b.credential.password)

const claimsOf = ({ name, entries }: CredentialSource, index: number): readonly Claim[] =>
  entries.toSorted(compareEntries).flatMap((entry) => {
    const filed = normaliseRegistryKey(entry.key)
    return filed.ok ? [{ source: name, index, normalised: filed.normalised, entry }] : []
  })

/**
 * Merges sources into one docker config, by kubelet's normalised keys: for each the first source wins, within a
 * source the spelling that sorts first. Keys that kubelet cannot parse are left out. The result does not depend on
 * the order of entries within a source.
 */
export const mergeSources = (sources: readonly CredentialSource[]): MergedSources => {
  const claims = sources.flatMap(claimsOf)
  const winners = new Map<string, Claim>()
  for (const claim of claims) if (!winners.has(claim.normalised)) winners.set(claim.normalised, claim)
  const published = [...winners.values()].sort((a, b) => compareEntries(a.entry, b.entry))
  const conflicts = claims.flatMap(({ normalised, source, entry }) => {
    const winner = winners.get(normalised)
    return winner === undefined || sameCredential(winner.entry.credential, entry.credential)
      ? []
      : [{ key: normalised, winner: winner.source, loser: source }]
  })
  return {
    entries: published.map(({ entry }) => entry),
    perSource: sources.map(({ name }, index) => ({
      name,
      registries: published.filter((claim) => claim.index === index).map(({ entry }) => entry.key),
    })),
    conflicts: conflicts.sort((a, b) => compareText(a.key, b.key)),
  }
}

/** MaxSecretSize of the API server (pkg/apis/core/types.go): all of a Secret's values together. */
export const maxSecretBytes = 1_048_576

export const exceedsSecretLimit = (text: string): boolean => Buffer.byteLength(text, 'utf8') > maxSecretBytes
