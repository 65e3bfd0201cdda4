import { repositoryKey, type ImageReference } from '../image/reference.ts'
import { globMatches } from './glob.ts'
import { parseGoUrl, type HostAndPath } from './goUrl.ts'
import { normaliseRegistryKey } from './registryKey.ts'

/** What the keyring needs to know of an image. */
export type Repository = Pick<ImageReference, 'host' | 'repository'>

/** Why kubelet does not offer a key for an image. */
export type Mismatch = 'KeyUnparseable' | 'PortDiffers' | 'HostPartsDiffer' | 'PathDiffers' | 'HostDiffers'

/** The key under which Docker Hub's credentials wait for images that no other key matches. */
const fallbackKey = 'index.docker.io'

/** No registry's host is longer than a DNS name; it bounds what a hostile image can cost. */
const maxHostLength = 255

/** Host and port as net.SplitHostPort splits them; a host that it refuses stays whole, with no port. */
export const splitPort = (host: string): { readonly name: string; readonly port: string } => {
  const colon = host.lastIndexOf(':')
  const bracketed = host.startsWith('[')
  const name = bracketed ? host.slice(1, colon - 1) : host.slice(0, colon)
  const whole = colon < 0 || /[[\]]/.test(name) || (bracketed ? host[colon - 1] !== ']' : name.includes(':'))
  return whole ? { name: host, port: '' } : { name, port: host.slice(colon + 1) }
}

const mismatchOf = (key: HostAndPath, image: HostAndPath): Mismatch | undefined => {
  const wanted = splitPort(key.host)
  const given = splitPort(image.host)
  if (wanted.port !== given.port) return 'PortDiffers'
  const globs = wanted.name.split('.')
  const parts = given.name.split('.')
  if (globs.length !== parts.length) return 'HostPartsDiffer'
  if (!image.path.startsWith(key.path)) return 'PathDiffers'
  return globs.every((glob, index) => globMatches(glob, parts[index] ?? '')) ? undefined : 'HostDiffers'
}

/** kubelet parses a filed key once more, as a URL, when it compares. */
const mismatchOfNormalised = (normalised: string, repository: Repository): Mismatch | undefined => {
  const key = parseGoUrl(normalised)
  const image = parseGoUrl(repositoryKey(repository))
  if (!key.ok) return 'KeyUnparseable'
  if (!image.ok || repository.host.length > maxHostLength) return 'HostDiffers'
  return mismatchOf(key.url, image.url)
}

/** Whether a pattern that is parsed as it stands, such as one of matchImages, covers an image. */
export const patternMatches = (pattern: string, repository: Repository): boolean =>
  mismatchOfNormalised(pattern, repository) === undefined

/** Whether Docker Hub's key is a fallback for an image (isDefaultRegistryMatch): its host has no dot and no port. */
const mayFallBack = ({ host }: Repository): boolean => host === 'docker.io' || !/[.:]/.test(host)

/**
 * Why kubelet would not offer a key of a docker config for an image, were it the pod's only key; undefined when it
 * would. (URLsMatch and BasicDockerKeyring.Lookup, pkg/credentialprovider/keyring.go, v1.36.)
 */
export const mismatch = (key: string, repository: Repository): Mismatch | undefined => {
  const filed = normaliseRegistryKey(key)
  if (!filed.ok) return 'KeyUnparseable'
  if (filed.normalised === fallbackKey && mayFallBack(repository)) return undefined
  return mismatchOfNormalised(filed.normalised, repository)
}

/** Whether kubelet would offer a key for an image, were it the pod's only key. */
export const keyMatchesImage = (key: string, repository: Repository): boolean => mismatch(key, repository) === undefined

/** A Secret's registry keys as spelled. */
export interface KeyedSecret {
  readonly name: string
  readonly keys: readonly string[]
}

export interface CredentialTry {
  readonly secret: string
  /** As the secret spells it. */
  readonly key: string
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

interface Filed extends CredentialTry {
  readonly normalised: string
}

/** Spellings of one key within a secret are tried in random order; here in that of their letters. */
const file = (secrets: readonly KeyedSecret[]): readonly Filed[] =>
  secrets.flatMap(({ name, keys }) =>
    keys.toSorted(compareText).flatMap((key) => {
      const filed = normaliseRegistryKey(key)
      return filed.ok ? [{ secret: name, key, normalised: filed.normalised }] : []
    }),
  )

/** kubelet's order over normalised keys: reverse lexical. */
export const byTryOrder = (a: string, b: string): number => compareText(b, a)

/**
 * What kubelet tries for an image, in its order: keys in reverse lexical order, under one key in the order of the
 * pod's secrets; Docker Hub's `index.docker.io` only when nothing else matches. The node's own credentials come after
 * these. The secrets are those that kubelet can read: one that it cannot fails every pull.
 */
export const credentialTries = (repository: Repository, secrets: readonly KeyedSecret[]): readonly CredentialTry[] => {
  const filed = file(secrets)
  const matched = filed
    .filter(({ normalised }) => mismatchOfNormalised(normalised, repository) === undefined)
    .sort((a, b) => byTryOrder(a.normalised, b.normalised))
  const fallback = mayFallBack(repository) ? filed.filter(({ normalised }) => normalised === fallbackKey) : []
  return (matched.length > 0 ? matched : fallback).map(({ secret, key }) => ({ secret, key }))
}
