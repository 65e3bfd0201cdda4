import { validateSource } from '../../domain/credentials/dockerConfig.ts'
import { mergeSources, exceedsSecretLimit, type MergedSources } from '../../domain/credentials/mergeSources.ts'
import { narrowEntries } from '../../domain/credentials/narrow.ts'
import { printDockerConfigJson } from '../../domain/credentials/dockerConfig.ts'
import type { Labels } from '../../domain/objects/labels.ts'
import type { PolicySource, SecretSource } from '../../domain/objects/policy.ts'
import type { PullSecret } from '../../domain/objects/pullSecret.ts'
import { readProviderSource, unite, type ProviderScope, type ProviderWishes } from './providers/providerSource.ts'
import { bad, type Read, type SourceState } from './read.ts'

export interface SourceReport {
  readonly name: string
  readonly state: SourceState
  /** What is wrong and what to do; of a source that is Ready what deserves attention, mostly nothing. */
  readonly message: string
  /** Registry keys published from it; never a credential. */
  readonly registries: readonly string[]
}

/** What a source's Secret turns out to be. */
export type SeenSource =
  | { readonly kind: 'absent' }
  | { readonly kind: 'otherType'; readonly type: string }
  | { readonly kind: 'seen'; readonly secret: PullSecret }

/** Where sources may come from: a policy's author must not read any Secret of the cluster through the operator. */
export interface SourceScope {
  readonly ownNamespace: string
  readonly allowedNamespaces: ReadonlySet<string>
  readonly look: (namespace: string, name: string) => SeenSource
  readonly providers: ProviderScope
  /** `host/repository` of the images that pods of these namespaces use, those of the oldest pods first. */
  readonly imagesIn: (selects: (labels: Labels) => boolean) => readonly string[]
}

export interface ResolvedSources {
  readonly reports: readonly SourceReport[]
  /** The merged docker config; absent when any source is bad, for then nothing is published. */
  readonly config?: string
  /** Absent when no source is a provider's. */
  readonly wishes?: ProviderWishes
}

const readSecret = (namespace: string, name: string, scope: SourceScope): Read => {
  const where = `Secret ${namespace}/${name}`
  const own = namespace === scope.ownNamespace
  if (!own && !scope.allowedNamespaces.has(namespace)) {
    return bad(
      'NotAllowed',
      `${where}: start the operator with --source-namespace=${namespace} to allow sources from there`,
    )
  }
  const seen = scope.look(namespace, name)
  switch (seen.kind) {
    case 'absent':
      return bad(
        'NotFound',
        `${where} does not exist: create it with kubectl -n ${namespace} create secret docker-registry ${name}`,
      )
    case 'otherType':
      return bad('WrongType', `${where} is of type ${seen.type}: a source is of type kubernetes.io/dockerconfigjson`)
    case 'seen': {
      if (!own && !seen.secret.consentsAsSource) {
        return bad('NotAllowed', `${where} lacks the label pullkeeper.dev/source: "true", by which its owner consents`)
      }
      const { type, config, problem } = seen.secret
      if (config === undefined) return bad('Malformed', `${where}: ${problem ?? 'it holds no docker config'}`)
      const valid = validateSource(type, config)
      return valid.ok ? valid : bad('Malformed', `${where}: ${valid.problems.join('; ')}`)
    }
  }
}

const readSecretSource = (source: SecretSource, scope: SourceScope): Read => {
  const read = readSecret(source.secretRef.namespace ?? scope.ownNamespace, source.secretRef.name, scope)
  if (!read.ok || source.registries === undefined || source.registries.length === 0) return read
  const narrowed = narrowEntries(read.entries, source.registries)
  return narrowed.ok ? narrowed : bad('NoMatch', narrowed.problems.join('; '))
}

/** Which keys of a source another has, for of two credentials for one key the first source's counts. */
const givenUp = (conflicts: MergedSources['conflicts'], name: string): string => {
  const lost = conflicts.filter(({ loser }) => loser === name)
  if (lost.length === 0) return ''
  const keys = lost.map(({ key, winner }) =>
    winner === name ? `${key} has two credentials here, of which one counts` : `${key} comes from source ${winner}`,
  )
  return `${[...new Set(keys)].join('; ')}: for one registry key the first source counts`
}

const joined = (...notes: readonly string[]): string => notes.filter((note) => note !== '').join('; ')

/**
 * Reads, narrows and merges a policy's sources. One bad source makes the whole unpublishable: a half-merged secret
 * would take working credentials away.
 *
 * @param inUse `host/repository` of images in the policy's namespaces; called only where a provider wants to know
 */
export const resolveSources = (
  sources: readonly PolicySource[],
  scope: SourceScope,
  inUse: () => readonly string[] = () => [],
): ResolvedSources => {
  const reads = sources.map((source) => ({
    name: source.name,
    ...(source.kind === 'secret'
      ? { read: readSecretSource(source, scope), wishes: undefined }
      : readProviderSource(source, scope.providers, inUse)),
  }))
  const good = reads.flatMap(({ name, read }) => (read.ok ? [{ name, entries: read.entries }] : []))
  const merged = mergeSources(good)
  const config = printDockerConfigJson(merged.entries)
  const tooLarge = exceedsSecretLimit(config)
  const reports = reads.map(({ name, read }): SourceReport => {
    if (!read.ok) return { name, state: read.state, message: read.message, registries: [] }
    const registries = merged.perSource.find((source) => source.name === name)?.registries ?? []
    return tooLarge
      ? { name, state: 'TooLarge', message: 'merged, the sources are larger than 1 MiB: split the policy', registries }
      : { name, state: 'Ready', message: joined(read.note ?? '', givenUp(merged.conflicts, name)), registries }
  })
  const wishes = unite(reads.flatMap((one) => one.wishes ?? []))
  const told = { reports, ...(wishes && { wishes }) }
  return reports.every(({ state }) => state === 'Ready') ? { ...told, config } : told
}
