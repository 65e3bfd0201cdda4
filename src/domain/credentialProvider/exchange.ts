import type { RegistryEntry } from '../credentials/credential.ts'
import { isJson, jsonMembers, jsonString, type Member } from '../credentials/jsonMembers.ts'
import { registryKeyProblem, showKey } from '../credentials/registryKey.ts'
import { isCacheKeyType, type CacheKeyType } from './cacheKey.ts'
import { parseGoDuration } from './goDuration.ts'
import { providerProtocolVersion } from './providerConfig.ts'

/** What a plugin reads from standard input, for an image without tag and digest. */
export const printRequest = (image: string): string =>
  `${JSON.stringify({ kind: 'CredentialProviderRequest', apiVersion: providerProtocolVersion, image })}\n`

export interface ProviderResponse {
  readonly cacheKeyType: CacheKeyType
  /** How long the credentials hold, milliseconds: 0 is once; absent, the provider's default counts. */
  readonly cacheMs?: number
  /** May be empty: the plugin has nothing for the image. */
  readonly entries: readonly RegistryEntry[]
}

export type ParsedResponse =
  | { readonly ok: true; readonly response: ProviderResponse }
  /** As the end of the sentence "its answer …"; holds nothing of what the plugin wrote but registry keys. */
  | { readonly ok: false; readonly problem: string }

class Malformed extends Error {}

const refuse = (problem: string): never => {
  throw new Malformed(problem)
}

/** The members of an object, each name once and known, as kubelet's strict decoder wants them; null is none at all. */
const fieldsOf = (json: string, what: string, known: readonly string[]): ReadonlyMap<string, string> => {
  const members = membersOf(json, what)
  if (!members.every(({ name }) => known.includes(name))) {
    // Unnamed: what the plugin wrote may be anything, a credential too.
    refuse(`has an unknown field in ${what}: known are ${known.join(', ')}`)
  }
  return new Map(members.filter((member) => member.json !== 'null').map(({ name, json: value }) => [name, value]))
}

const membersOf = (json: string, what: string): readonly Member[] => {
  const members = jsonMembers(json) ?? refuse(`has ${what} that is no object`)
  if (new Set(members.map(({ name }) => name)).size < members.length) refuse(`has a field twice in ${what}`)
  return members
}

const textOf = (fields: ReadonlyMap<string, string>, name: string, what: string): string => {
  const json = fields.get(name)
  if (json === undefined) return ''
  return jsonString(json) ?? refuse(`has ${what} that is no text`)
}

const cacheMsOf = (fields: ReadonlyMap<string, string>): number | undefined => {
  if (!fields.has('cacheDuration')) return undefined
  const ms = parseGoDuration(textOf(fields, 'cacheDuration', 'a cacheDuration'))
  if (ms === undefined) return refuse('has a cacheDuration that is no duration such as 12h')
  // What kubelet files as expired already, it never uses again.
  return Math.max(ms, 0)
}

const entryOf = ({ name: key, json }: Member): RegistryEntry => {
  const label = `auth[${showKey(key)}]`
  const wrong = registryKeyProblem(key)
  if (wrong !== undefined) return refuse(`has ${label}: ${wrong}`)
  const fields = fieldsOf(json, label, ['username', 'password'])
  const credential = {
    username: textOf(fields, 'username', `a user name in ${label}`),
    password: textOf(fields, 'password', `a password in ${label}`),
  }
  if (credential.username === '' && credential.password === '') return refuse(`has ${label} without a credential`)
  return { key, credential }
}

const responseOf = (text: string): ProviderResponse => {
  if (!isJson(text)) return refuse(text.trim() === '' ? 'is empty' : 'is not JSON')
  const fields = fieldsOf(text, 'the response', ['kind', 'apiVersion', 'cacheKeyType', 'cacheDuration', 'auth'])
  if (textOf(fields, 'apiVersion', 'an apiVersion') !== providerProtocolVersion) {
    return refuse(`is not of apiVersion ${providerProtocolVersion}`)
  }
  if (textOf(fields, 'kind', 'a kind') !== 'CredentialProviderResponse') {
    return refuse('is not of kind CredentialProviderResponse')
  }
  const cacheKeyType = textOf(fields, 'cacheKeyType', 'a cacheKeyType')
  if (!isCacheKeyType(cacheKeyType)) return refuse('has a cacheKeyType that is none of Image, Registry and Global')
  const cacheMs = cacheMsOf(fields)
  const auth = fields.get('auth')
  return {
    cacheKeyType,
    ...(cacheMs !== undefined && { cacheMs }),
    entries: auth === undefined ? [] : membersOf(auth, 'auth').map(entryOf),
  }
}

/**
 * Reads what a plugin wrote to standard output, as strictly as kubelet (execPlugin.ExecPlugin and pluginProvider.provide,
 * pkg/credentialprovider/plugin/plugin.go, v1.36): the version that was asked for, no unknown or repeated field, a known
 * cacheKeyType. Beyond kubelet's rules a key must be able to match and an entry must hold a credential, for it is
 * going to be published. Never throws.
 */
export const parseResponse = (text: string): ParsedResponse => {
  try {
    return { ok: true, response: responseOf(text) }
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, problem: error.message }
    throw error
  }
}
