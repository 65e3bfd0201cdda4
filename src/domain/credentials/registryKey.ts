import { redact } from '../redact.ts'
import { parseGoUrl } from './goUrl.ts'

export type NormalisedKey =
  { readonly ok: true; readonly normalised: string } | { readonly ok: false; readonly problem: string }

const scheme = /^https?:\/\//

/**
 * The form under which kubelet files a key of a docker config (BasicDockerKeyring.Add,
 * pkg/credentialprovider/keyring.go, v1.36): a URL without its scheme, user information, query and fragment; one
 * leading `/v1` or `/v2` goes if a slash follows it. A key that does not parse is skipped by kubelet.
 */
export const normaliseRegistryKey = (key: string): NormalisedKey => {
  const parsed = parseGoUrl(key.replace(scheme, ''))
  if (!parsed.ok) return parsed
  const { host, path } = parsed.url
  const effective = /^\/v[12]\//.test(path) ? path.slice(3) : path
  return { ok: true, normalised: effective === '/' ? host : host + effective }
}

/** The key that normalises to a wanted form: a path that begins like an API version needs one more in front. */
export const spellKey = (host: string, path: string): string => host + (/^\/v[12]\//.test(path) ? `/v1${path}` : path)

/** Where the user information of a key ends and its host begins; undefined when it has none. */
const userinfoEnd = (afterScheme: string): number | undefined => {
  const end = afterScheme.search(/[/?#]/)
  const at = (end < 0 ? afterScheme : afterScheme.slice(0, end)).lastIndexOf('@')
  return at < 0 ? undefined : at
}

/**
 * The key without `user:password@`, which kubelet ignores: a key may be shown, a password in it may not. A key that
 * does not parse keeps a mark in that place, so that it still does not.
 */
export const withoutUserinfo = (key: string): string => {
  const afterScheme = key.replace(scheme, '')
  const at = userinfoEnd(afterScheme)
  if (at === undefined) return key
  const prefix = scheme.exec(key)?.[0] ?? 'https://'
  return prefix + (parseGoUrl(afterScheme).ok ? '' : '<redacted>@') + afterScheme.slice(at + 1)
}

/** A query with values says nothing of a registry, and may hold a token. */
const withoutQuery = (key: string): string => key.replace(/\?[^?]*=[\s\S]*$/, '?<redacted>')

/** A key in quotes for a message: without user information or query, cut to 100 characters. */
export const showKey = (key: string): string => {
  const shown = redact(withoutQuery(withoutUserinfo(key)))
  return JSON.stringify(shown.length > 100 ? `${shown.slice(0, 99)}…`.toWellFormed() : shown)
}

/** Each tells what is wrong with a key that parses but cannot do what its author means, and the fix. */
const pitfalls: readonly ((key: string) => string | undefined)[] = [
  (key) => (/\s/.test(key) ? 'the key contains white space: remove it' : undefined),
  (key) => (key.includes('?') ? '"?" starts a query and never works as a glob: use "*" in the host' : undefined),
  (key) => (key.includes('#') ? 'everything from "#" on is ignored: remove it' : undefined),
  (key) =>
    /^[a-z][a-z0-9+.-]*:\/\//i.test(key) && !scheme.test(key)
      ? 'only https:// or http:// may come before the host: remove the scheme'
      : undefined,
  (key) =>
    userinfoEnd(key.replace(scheme, '')) === undefined
      ? undefined
      : 'what stands before "@" is ignored: remove it from the key',
]

const starInPath = (normalised: string): boolean => {
  const slash = normalised.indexOf('/')
  return slash >= 0 && normalised.includes('*', slash)
}

const pitfallsOfNormalised: readonly ((normalised: string) => string | undefined)[] = [
  (normalised) =>
    /^(?:$|[/:])/.test(normalised) ? 'the key names no host: begin with the registry, such as ghcr.io' : undefined,
  (normalised) => (starInPath(normalised) ? '"*" works in the host only: end the path before it' : undefined),
  (normalised) =>
    /^index\.docker\.io\/v[12]$/.test(normalised)
      ? 'without its last slash it matches nothing: write https://index.docker.io/v1/'
      : undefined,
]

/** What is wrong with a registry key, kubelet's silences included, and the fix; undefined when nothing is. */
export const registryKeyProblem = (key: string): string | undefined => {
  const found = pitfalls.map((ask) => ask(key)).find((answer) => answer !== undefined)
  if (found !== undefined) return found
  const parsed = normaliseRegistryKey(key)
  if (!parsed.ok) return `kubelet skips the key: ${parsed.problem}`
  return pitfallsOfNormalised.map((ask) => ask(parsed.normalised)).find((answer) => answer !== undefined)
}
