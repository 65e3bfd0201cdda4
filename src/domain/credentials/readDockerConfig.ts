import type { PullSecretType } from '../objects/pullSecret.ts'
import { decodeAuth } from './authField.ts'
import type { RegistryEntry } from './credential.ts'
import { isJson, jsonMembers, jsonString, type Member } from './jsonMembers.ts'
import { showKey, withoutUserinfo } from './registryKey.ts'

/** An entry as read, with what the stricter check of a source wants to know. */
export interface ReadEntry extends RegistryEntry {
  /** The key as spelled, user information and all: never to be shown. */
  readonly spelled: string
  /** How problems name it: `auths["ghcr.io"]`. */
  readonly label: string
  readonly identityToken: boolean
  /** False when the password is not UTF-8 and would not survive being published. */
  readonly utf8: boolean
}

export interface ReadConfig {
  readonly entries: readonly ReadEntry[]
  /** Each of them makes kubelet refuse the whole secret. */
  readonly problems: readonly string[]
  /** The config points to a credential helper, which no pod has. */
  readonly helper: boolean
}

/** Go matches the names of fields whatever their case, by simple folding. */
const field = (name: string): RegExp => new RegExp(`^${name}$`, 'iu')
const auths = field('auths')
const httpHeaders = field('HttpHeaders')
const username = field('username')
const password = field('password')
const email = field('email')
const auth = field('auth')
const identityToken = field('identitytoken')
const helperField = /^(?:credsStore|credHelpers)$/

/** The last of the members of a name that is not null; a problem for each that is no string. */
const stringField = (members: readonly Member[], name: RegExp): { value: string; wrong: boolean } => {
  const values = members.filter((member) => name.test(member.name) && member.json !== 'null')
  const strings = values.map(({ json }) => jsonString(json))
  return { value: strings.findLast((value) => value !== undefined) ?? '', wrong: strings.includes(undefined) }
}

const readEntry = ({ name, json }: Member, prefix: string): { entry: ReadEntry; problems: readonly string[] } => {
  const label = `${prefix}[${showKey(name)}]`
  const members = json === 'null' ? [] : jsonMembers(json)
  const empty = { spelled: name, key: withoutUserinfo(name), label, identityToken: false, utf8: true }
  if (members === undefined) {
    const credential = { username: '', password: '' }
    return { entry: { ...empty, credential }, problems: [`${label} is not an object`] }
  }
  const fields = { username, password, email, auth }
  const wrong = Object.entries(fields).flatMap(([word, pattern]) =>
    stringField(members, pattern).wrong ? [`${label}.${word} is not a string`] : [],
  )
  const entry = { ...empty, identityToken: stringField(members, identityToken).value !== '' }
  const plain = { username: stringField(members, username).value, password: stringField(members, password).value }
  const encoded = stringField(members, auth).value
  if (encoded === '') return { entry: { ...entry, credential: plain }, problems: wrong }
  const decoded = decodeAuth(encoded)
  if (!decoded.ok)
    return { entry: { ...entry, credential: plain }, problems: [...wrong, `${label}.auth ${decoded.problem}`] }
  const credential = { username: decoded.username, password: decoded.password }
  return { entry: { ...entry, credential, utf8: decoded.utf8 }, problems: wrong }
}

const readMap = (json: string, prefix: string): { entries: readonly ReadEntry[]; problems: readonly string[] } => {
  const members = jsonMembers(json)
  if (members === undefined) return { entries: [], problems: [`${prefix || 'the docker config'} is not an object`] }
  const read = members.map((member) => readEntry(member, prefix))
  return { entries: read.map(({ entry }) => entry), problems: read.flatMap(({ problems }) => problems) }
}

/** HttpHeaders are not used, but kubelet decodes them, and fails on any that is not text. */
const headersProblem = (json: string): string | undefined => {
  const values = json === 'null' ? [] : jsonMembers(json)
  if (values === undefined) return 'HttpHeaders is not an object'
  const good = values.every((value) => value.json === 'null' || jsonString(value.json) !== undefined)
  return good ? undefined : 'HttpHeaders holds a value that is not a string'
}

/** A later entry of the same key replaces an earlier one. */
const lastOfEachKey = (entries: readonly ReadEntry[]): readonly ReadEntry[] => [
  ...new Map(entries.map((entry) => [entry.spelled, entry])).values(),
]

const readTop = (members: readonly Member[]): ReadConfig => {
  let entries: readonly ReadEntry[] = []
  const problems: string[] = []
  for (const { name, json } of members) {
    if (auths.test(name)) {
      const read = json === 'null' ? undefined : readMap(json, 'auths')
      entries = read === undefined ? [] : [...entries, ...read.entries]
      problems.push(...(read?.problems ?? []))
    } else if (httpHeaders.test(name)) {
      problems.push(...[headersProblem(json)].filter((problem) => problem !== undefined))
    }
  }
  return { entries: lastOfEachKey(entries), problems, helper: members.some(({ name }) => helperField.test(name)) }
}

const broken = (problem: string): ReadConfig => ({ entries: [], problems: [problem], helper: false })

/**
 * Reads the text under `.dockerconfigjson` or `.dockercfg` as kubelet's json.Unmarshal does
 * (pkg/credentialprovider/config.go and secrets/secrets.go, v1.36): no text and null hold nothing, unknown fields
 * are ignored, a known one of the wrong type is refused. No problem holds a credential or part of one.
 */
export const readDockerConfig = (type: PullSecretType, data: string): ReadConfig => {
  if (data === '') return { entries: [], problems: [], helper: false }
  if (!isJson(data)) return broken('the docker config is not JSON')
  if (data.trim() === 'null') return { entries: [], problems: [], helper: false }
  if (type === 'kubernetes.io/dockercfg') {
    const { entries, problems } = readMap(data, '')
    return { entries: lastOfEachKey(entries), problems, helper: false }
  }
  const members = jsonMembers(data)
  return members === undefined ? broken('the docker config is not an object') : readTop(members)
}
