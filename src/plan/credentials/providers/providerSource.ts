import { narrowEntries } from '../../../domain/credentials/narrow.ts'
import type { CacheKeyType } from '../../../domain/credentialProvider/cacheKey.ts'
import type { CredentialProvider } from '../../../domain/credentialProvider/providerConfig.ts'
import type { ProviderSource } from '../../../domain/objects/policy.ts'
import { bad, type Read } from '../read.ts'
import { answeredEntries, type Answered } from './answeredEntries.ts'
import { inUseLimit, planAsks, type RegistryAsks } from './asks.ts'
import type { Grant } from './grant.ts'

/** What a provider has said about an image so far. */
export interface Answer {
  readonly grant?: Grant
  /** Why its last call gave nothing. */
  readonly failure?: string
}

/** The operator's own credential providers, and what they have given. */
export interface ProviderScope {
  readonly names: readonly string[]
  readonly find: (name: string) => CredentialProvider | undefined
  /** Of its last answer. */
  readonly type: (provider: string) => CacheKeyType | undefined
  readonly answer: (provider: string, image: string) => Answer
  /** Whether it has been asked about everything once since the start: before, what it gives is but a part. */
  readonly settled: (provider: string) => boolean
}

/** A policy's wish to know something of a plugin. */
export interface Ask {
  readonly provider: string
  /** `host/repository`, as kubelet asks. */
  readonly image: string
}

/** What is wanted of credential providers. */
export interface ProviderWishes {
  readonly providers: readonly string[]
  /** In the order of preference. */
  readonly asks: readonly Ask[]
  /** Whether an image (`host/repository`) that comes into use is one to ask about. */
  readonly wouldAsk: (image: string) => boolean
}

export interface ReadProvider {
  readonly read: Read
  readonly wishes: ProviderWishes
}

/** The wishes of several sources together; undefined when there are none. */
export const unite = (wishes: readonly ProviderWishes[]): ProviderWishes | undefined =>
  wishes.length === 0
    ? undefined
    : {
        providers: [...new Set(wishes.flatMap(({ providers }) => providers))],
        asks: wishes.flatMap(({ asks }) => asks),
        wouldAsk: (image) => wishes.some(({ wouldAsk }) => wouldAsk(image)),
      }

type Heard = Answer & { readonly image: string; readonly inUse: boolean }

const rfc3339Seconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

const notFound = (name: string, { names }: ProviderScope): Read =>
  bad(
    'NotFound',
    names.length === 0
      ? `provider ${name}: start the operator with --image-credential-provider-config and --image-credential-provider-bin-dir`
      : `provider ${name} is not in the operator's configuration, which has ${names.join(', ')}`,
  )

/** The first objection to publishing what was heard, the most telling first. */
const objection = (provider: string, heard: readonly Heard[], settled: boolean): Read | undefined => {
  const decisive = heard.some(({ inUse }) => !inUse) ? heard.filter(({ inUse }) => !inUse) : heard
  const enough = (is: (one: Heard) => boolean): Heard | undefined =>
    // Of images in use one that is answered is enough, of named ones none may be missing.
    decisive === heard && heard.some((one) => !is(one) && one.grant !== undefined) ? undefined : decisive.find(is)
  const failed = enough(({ grant, failure }) => grant === undefined && failure !== undefined)
  if (failed?.failure !== undefined) return bad('Failed', failed.failure)
  const expired = enough(({ grant }) => grant?.expired === true)
  if (expired?.grant?.expiresAt !== undefined) {
    const since = rfc3339Seconds(expired.grant.expiresAt)
    return bad('Expired', `${expired.failure ?? ''}; the last credentials expired at ${since} and stay where they are`)
  }
  const pending = enough(({ grant }) => grant === undefined)
  if (pending !== undefined) return bad('Pending', `provider ${provider} is asked about ${pending.image}`)
  return settled ? undefined : bad('Pending', `provider ${provider} is asked about the images in use`)
}

/** What is worth saying of a source that is published all the same. */
const noteOf = (heard: readonly Heard[], asks: readonly RegistryAsks[], omitted: number): string => {
  const failing = heard.find(({ failure }) => failure !== undefined)
  if (failing?.failure !== undefined) {
    const { failure, grant } = failing
    if (grant === undefined) return `${failure}; the other registries are published`
    if (grant.expiresAt === undefined || grant.expired) return `${failure}; the last credentials stay in use`
    return `${failure}; the present credentials hold until ${rfc3339Seconds(grant.expiresAt)}`
  }
  if (omitted > 0) return `asked about the first ${inUseLimit} images in use only, not about ${omitted} more`
  const waiting = asks.filter(({ open, named, inUse }) => open && named.length + inUse.length === 0)
  return waiting.length === 0
    ? ''
    : `no image in the selected namespaces is from ${waiting.map(({ registry }) => registry).join(', ')} yet`
}

const readAnswers = (
  provider: CredentialProvider,
  asks: readonly RegistryAsks[],
  omitted: number,
  heard: readonly Heard[],
  settled: boolean,
): Read => {
  const isOpen =
    asks.some(({ open }) => open) || heard.some(({ grant, inUse }) => inUse && (grant?.type ?? 'Image') === 'Image')
  const wrong = objection(provider.name, heard, settled || !isOpen)
  if (wrong !== undefined) return wrong
  const answers = heard.flatMap(({ image, inUse, grant }): readonly Answered[] =>
    grant === undefined ? [] : [{ image, inUse, grant }],
  )
  const answered = new Set(answers.map(({ image }) => image))
  const registries = asks
    .filter(({ named, inUse }) => [...named, ...inUse].some((image) => answered.has(image)))
    .map(({ registry }) => registry)
  const note = noteOf(heard, asks, omitted)
  if (registries.length === 0) return { ok: true, entries: [], note }
  const narrowed = narrowEntries(answeredEntries(answers), registries)
  return narrowed.ok
    ? { ok: true, entries: narrowed.entries, note }
    : bad('NoMatch', `provider ${provider.name}: ${narrowed.problems.join('; ')}`)
}

/**
 * What a provider source gives now, and what its plugin is to be asked about for it.
 *
 * @param inUse `host/repository` of images in the policy's namespaces
 */
export const readProviderSource = (
  source: ProviderSource,
  scope: ProviderScope,
  inUse: () => readonly string[],
): ReadProvider => {
  const { name } = source.provider
  const readOnly = (read: Read): ReadProvider => ({
    read,
    wishes: { providers: [name], asks: [], wouldAsk: () => false },
  })
  const provider = scope.find(name)
  if (provider === undefined) return readOnly(notFound(name, scope))
  if (provider.tokenAttributes?.requireServiceAccount === true) {
    const why = 'wants the token of one pod (tokenAttributes): what it gives may not be handed to others'
    return readOnly(bad('NotSupported', `provider ${name} ${why}`))
  }
  const planned = planAsks(provider, source.registries ?? [], scope.type(name), inUse)
  if (!planned.ok) return readOnly(bad('NoMatch', planned.problems.join('; ')))
  const named = [...new Set(planned.asks.flatMap((ask) => ask.named))]
  const used = [...new Set(planned.asks.flatMap((ask) => ask.inUse))].filter((image) => !named.includes(image))
  const hear = (image: string, isInUse: boolean): Heard => ({ ...scope.answer(name, image), image, inUse: isInUse })
  const heard = [...named.map((image) => hear(image, false)), ...used.map((image) => hear(image, true))]
  return {
    read: readAnswers(provider, planned.asks, planned.omitted, heard, scope.settled(name)),
    wishes: {
      providers: [name],
      asks: heard.map(({ image }) => ({ provider: name, image })),
      wouldAsk: planned.wouldAsk,
    },
  }
}
