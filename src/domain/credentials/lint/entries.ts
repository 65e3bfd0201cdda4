import { sameCredential } from '../credential.ts'
import type { ReadEntry } from '../readDockerConfig.ts'
import { normaliseRegistryKey, registryKeyProblem, withoutUserinfo } from '../registryKey.ts'
import { neverMatches } from './neverMatches.ts'
import type { Lint } from './problem.ts'

type Finding = Omit<Lint, 'key'>

/** One question to one entry. */
type Question = (entry: ReadEntry, helper: boolean) => Finding | undefined

const error = (problem: Finding['problem'], message: string): Finding => ({ severity: 'error', problem, message })
const warning = (problem: Finding['problem'], message: string): Finding => ({ severity: 'warning', problem, message })

const keyQuestion: Question = ({ spelled }) => {
  const never = neverMatches(spelled)
  if (never !== undefined) return error('KeyNeverMatches', `the key can match no image: ${never}`)
  const problem = registryKeyProblem(spelled)
  if (problem === undefined) return undefined
  // User information in a key is passed over, and the rest of it works.
  return withoutUserinfo(spelled) === spelled ? error('KeyMisread', problem) : warning('KeyMisread', problem)
}

const setAuth = 'set auth to base64 of user:password'

const credentialQuestion: Question = ({ credential: { username, password }, identityToken }, helper) => {
  if (username !== '' && password !== '') return undefined
  if (identityToken) {
    return error('IdentityToken', `it has an identity token, which kubelet ignores, and no password: ${setAuth}`)
  }
  if (username === '' && password === '') {
    const why = helper ? 'its credential is in a helper on the machine where it was made' : 'it has no credential'
    return error('NoCredential', `${why}: ${setAuth}`)
  }
  return error('NoCredential', `it has no ${username === '' ? 'user name' : 'password'}: ${setAuth}`)
}

const textQuestion: Question = ({ credential: { username }, utf8 }) => {
  if (username.includes(':')) {
    return error('UserNameWithColon', 'its user name has a colon, which no registry can be sent: correct it')
  }
  return utf8 ? undefined : warning('NotUtf8', 'it holds bytes that are not UTF-8: encode user and password as UTF-8')
}

const hostOf = (key: string): string => {
  const filed = normaliseRegistryKey(key)
  return filed.ok ? (filed.normalised.split('/')[0] ?? '') : ''
}

const otherNamesOfDockerHub: ReadonlySet<string> = new Set([
  'registry-1.docker.io',
  'registry.hub.docker.com',
  'hub.docker.com',
  'auth.docker.io',
  'www.docker.com',
])

const nameQuestion: Question = ({ spelled }) =>
  otherNamesOfDockerHub.has(hostOf(spelled))
    ? error(
        'OtherNameOfDockerHub',
        'images of Docker Hub are filed under docker.io, which this key does not match: write docker.io',
      )
    : undefined

const portQuestion: Question = ({ spelled }) => {
  const [, port] = /[^\]]:(443|80)$/.exec(hostOf(spelled)) ?? []
  return port === undefined
    ? undefined
    : warning('PortInKey', `it matches only images that write :${port} after the registry: leave the port out of both`)
}

/** Accounts whose passwords a cloud's own tool makes, by how long they last. */
const passing: readonly { readonly user: RegExp; readonly host: RegExp; readonly lasts: string }[] = [
  { user: /^AWS$/, host: /\.amazonaws\.com(?:\.cn)?$/, lasts: '12 hours' },
  { user: /^_?oauth2accesstoken$/, host: /(?:^|\.)(?:gcr\.io|pkg\.dev)$/, lasts: 'an hour' },
  { user: /^00000000-0000-0000-0000-000000000000$/, host: /\.azurecr\.(?:io|cn|us)$/, lasts: '3 hours' },
]

const lifeQuestion: Question = ({ spelled, credential: { username, password } }) => {
  const found = passing.find(({ user, host }) => user.test(username) && host.test(hostOf(spelled)))
  return found === undefined || password === ''
    ? undefined
    : warning(
        'ShortLived',
        `a password of user ${username} lasts ${found.lasts}: let a credential provider renew it, or use an account with a lasting one`,
      )
}

const questions: readonly Question[] = [
  keyQuestion,
  nameQuestion,
  portQuestion,
  credentialQuestion,
  textQuestion,
  lifeQuestion,
]

const lintEntry = (entry: ReadEntry, helper: boolean): readonly Lint[] =>
  questions.flatMap((ask) => {
    const found = ask(entry, helper)
    return found === undefined ? [] : [{ ...found, key: entry.key }]
  })

/** Two spellings that kubelet files under one key are tried in random order. */
const doubles = (entries: readonly ReadEntry[]): readonly Lint[] => {
  const first = new Map<string, ReadEntry>()
  return entries.flatMap((entry) => {
    const filed = normaliseRegistryKey(entry.spelled)
    if (!filed.ok) return []
    const other = first.get(filed.normalised)
    if (other === undefined) {
      first.set(filed.normalised, entry)
      return []
    }
    const same = sameCredential(other.credential, entry.credential)
    const what = same ? '' : ' with another credential, and kubelet tries them in random order'
    const message = `it is the same registry as ${JSON.stringify(other.key)}${what}: remove one of them`
    return [{ ...warning('SameKeyTwice', message), key: entry.key }]
  })
}

/** What is wrong with the entries of a docker config, in the order in which they stand. */
export const lintEntries = (entries: readonly ReadEntry[], helper: boolean): readonly Lint[] => [
  ...entries.flatMap((entry) => lintEntry(entry, helper)),
  ...doubles(entries),
]
