import type { PullSecretType } from '../objects/pullSecret.ts'
import type { Credential, RegistryEntry } from './credential.ts'
import { readDockerConfig } from './readDockerConfig.ts'
import { sourceProblems } from './sourceProblems.ts'

export type { Credential, RegistryEntry } from './credential.ts'

export type ParsedPullSecret =
  | { readonly ok: true; readonly entries: readonly RegistryEntry[] }
  /** What is wrong, for people; no credential and no part of one. */
  | { readonly ok: false; readonly problems: readonly string[] }

const answer = (entries: readonly RegistryEntry[], problems: readonly string[]): ParsedPullSecret =>
  problems.length > 0
    ? { ok: false, problems }
    : { ok: true, entries: entries.map(({ key, credential }) => ({ key, credential })) }

/**
 * Reads the docker config of a pull secret exactly as tolerantly as kubelet (secretsToTrackedDockerConfigs,
 * pkg/credentialprovider/secrets/secrets.go, v1.36): what fails here makes kubelet fail every pull of a pod that
 * names the secret. Never throws.
 */
export const parsePullSecret = (type: PullSecretType, data: string): ParsedPullSecret => {
  const { entries, problems } = readDockerConfig(type, data)
  return answer(entries, problems)
}

/**
 * Reads the docker config of a policy's source: as kubelet does, and then refuses what kubelet passes over without a
 * word (no entries, no user or password, a key that cannot match). Each problem names the entry and the fix.
 */
export const validateSource = (type: PullSecretType, data: string): ParsedPullSecret => {
  const config = readDockerConfig(type, data)
  return answer(config.entries, config.problems.length > 0 ? config.problems : sourceProblems(config))
}

/** `auth` cannot carry a user name with a colon; kubelet reads the plain fields then. */
const printCredential = ({ username, password }: Credential): object =>
  username.includes(':')
    ? { username, password }
    : { auth: Buffer.from(`${username}:${password}`, 'utf8').toString('base64') }

/**
 * The canonical text of a `.dockerconfigjson`: keys sorted, nothing but `auth`. Equal entries give equal bytes,
 * whatever their order; reading it gives them back. Of two entries with the same key the first is printed.
 */
export const printDockerConfigJson = (entries: readonly RegistryEntry[]): string => {
  const first = new Map(entries.toReversed().map(({ key, credential }) => [key, credential]))
  const members = [...first.keys()]
    .sort()
    .map(
      (key) =>
        `${JSON.stringify(key)}:${JSON.stringify(printCredential(first.get(key) ?? { username: '', password: '' }))}`,
    )
  return `{"auths":{${members.join(',')}}}`
}
