import { patternMatches, type Repository } from '../../../domain/credentials/keyring.ts'
import { narrowEntries } from '../../../domain/credentials/narrow.ts'
import { normaliseRegistryKey, registryKeyProblem, showKey } from '../../../domain/credentials/registryKey.ts'
import { cacheKey, type CacheKeyType } from '../../../domain/credentialProvider/cacheKey.ts'
import { providerMatches } from '../../../domain/credentialProvider/matchImages.ts'
import type { CredentialProvider } from '../../../domain/credentialProvider/providerConfig.ts'

/** The images that a plugin is asked about for one entry of `registries`. */
export interface RegistryAsks {
  readonly registry: string
  /** It leaves hosts open, which only the images in use can name. */
  readonly open: boolean
  /** Of hosts that the entry, together with matchImages, names in full: each must be answered. */
  readonly named: readonly string[]
  /** Repositories that are in use, where the hosts are patterns: who uses a wrong one must not harm the others. */
  readonly inUse: readonly string[]
}

export type PlannedAsks =
  | {
      readonly ok: true
      readonly asks: readonly RegistryAsks[]
      /** How many more there were in use than are asked about. */
      readonly omitted: number
      /** Whether an image that comes into use would change this. */
      readonly wouldAsk: (image: string) => boolean
    }
  | { readonly ok: false; readonly problems: readonly string[] }

/**
 * A plugin is asked about an image, and an entry such as `ghcr.io` names none; kubelet's protocol and most plugins look
 * at the host only.
 */
const anyRepository = 'pullkeeper'

/** Most repositories in use that one source asks about: pods choose them, and each may be a process. */
export const inUseLimit = 64

const glob = /[*?[\\]/

/** `host[:port]` and the path without slashes around it. */
const split = (normalised: string): { readonly host: string; readonly path: string } => {
  const [host = '', ...path] = normalised.split('/')
  return { host: host === 'index.docker.io' ? 'docker.io' : host, path: path.filter((part) => part !== '').join('/') }
}

/** A `host/repository` taken apart. */
export const repositoryOf = (image: string): Repository => {
  const slash = image.indexOf('/')
  return { host: image.slice(0, slash), repository: image.slice(slash + 1) }
}

/** What an entry has in common with matchImages, as registry keys. */
const scopesOf = ({ matchImages }: CredentialProvider, registry: string): readonly string[] => {
  const credential = { username: '', password: '' }
  const narrowed = narrowEntries(
    matchImages.map((key) => ({ key, credential })),
    [registry],
  )
  return narrowed.ok ? narrowed.entries.map(({ key }) => key) : []
}

const hostAndPath = (key: string): ReturnType<typeof split> | undefined => {
  const filed = normaliseRegistryKey(key)
  return filed.ok ? split(filed.normalised) : undefined
}

const isOpen = (scope: string): boolean => glob.test(hostAndPath(scope)?.host ?? '')

/** An image of a scope that kubelet would ask this provider about. */
const namedImage = (provider: CredentialProvider, scope: string): readonly string[] => {
  const { host, path } = hostAndPath(scope) ?? { host: '*', path: '' }
  if (glob.test(host)) return []
  const repositories = path === '' ? [anyRepository] : [path, `${path}/${anyRepository}`]
  return repositories
    .filter((repository) => providerMatches(provider, { host, repository }))
    .slice(0, 1)
    .map((repository) => `${host}/${repository}`)
}

/** Whether an image lies within an entry, its path by whole components. */
const within = (registry: string): ((image: string) => boolean) => {
  const { host: pattern, path } = hostAndPath(registry) ?? { host: '', path: '' }
  const hosts = new Map<string, boolean>()
  return (image) => {
    const { host, repository } = repositoryOf(image)
    const matches = hosts.get(host) ?? patternMatches(pattern, { host, repository: anyRepository })
    hosts.set(host, matches)
    return matches && (path === '' || repository === path || repository.startsWith(`${path}/`))
  }
}

const problemOf = (provider: CredentialProvider, registry: string): string | undefined => {
  const wrong = registryKeyProblem(registry)
  if (wrong !== undefined) return `registries: ${showKey(registry)}: ${wrong}`
  return scopesOf(provider, registry).length === 0
    ? `registries: ${showKey(registry)} has nothing in common with matchImages of provider ${provider.name}: correct one of them`
    : undefined
}

/**
 * Which images a provider source asks about. An entry whose hosts are known in full is asked about by itself; for
 * patterns such as `*.dkr.ecr.*.amazonaws.com` the images in use say which hosts there are. Of images that share an
 * answer one is asked about.
 *
 * @param type of the provider's answers; as long as it is not known, images of one registry are taken to share theirs
 * @param inUse `host/repository` of images in the policy's namespaces, in the order of preference
 */
export const planAsks = (
  provider: CredentialProvider,
  registries: readonly string[],
  type: CacheKeyType | undefined,
  inUse: () => readonly string[],
): PlannedAsks => {
  const fileBy = type ?? 'Registry'
  const problems = registries.flatMap((registry) => problemOf(provider, registry) ?? [])
  if (problems.length > 0) return { ok: false, problems }
  const entries = registries.map((registry) => {
    const scopes = scopesOf(provider, registry)
    const named = new Set(scopes.flatMap((scope) => namedImage(provider, scope)))
    return { registry, isWithin: within(registry), open: scopes.some(isOpen), named: [...named] }
  })
  const answered = new Set(entries.flatMap(({ named }) => named.map((image) => cacheKey(fileBy, image))))
  const wouldAsk = (image: string): boolean =>
    !answered.has(cacheKey(fileBy, image)) &&
    entries.some(({ isWithin }) => isWithin(image)) &&
    providerMatches(provider, repositoryOf(image))
  const used = inUse().filter((image) => {
    const asked = wouldAsk(image)
    if (asked) answered.add(cacheKey(fileBy, image))
    return asked
  })
  const asked = used.slice(0, inUseLimit)
  return {
    ok: true,
    asks: entries.map(({ registry, isWithin, open, named }) => ({
      registry,
      open,
      named,
      inUse: asked.filter(isWithin),
    })),
    omitted: used.length - asked.length,
    wouldAsk,
  }
}
