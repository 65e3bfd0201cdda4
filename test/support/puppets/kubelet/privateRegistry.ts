import { isObject, type JsonObject, objectAt, parseJson, textAt } from '../../apiserver/json.ts'
import { pullFailures } from './failures.ts'
import { repositoryOf } from './image.ts'
import type { Attempt, Outcome, Scenario } from './outcome.ts'

/** The credentials of one image prefix: `ghcr.io/acme` is private to those who carry them. */
export interface PrivateImages {
  readonly prefix: string
  readonly user: string
  readonly password: string
  /** How the registry asks for them: through a token service, as ghcr.io and its like, or by itself. */
  readonly challenge?: 'Bearer' | 'Basic'
}

interface Credential {
  readonly key: string
  readonly user: string
  readonly password: string
}

/** A pull secret that kubelet cannot read; the message is the one of Go's parsers. */
class Unreadable extends Error {}

const authOf = (key: string, entry: JsonObject): Credential => {
  const auth = textAt(entry, 'auth')
  if (auth === '') return { key, user: textAt(entry, 'username'), password: textAt(entry, 'password') }
  const valid = /^[A-Za-z0-9+/]*={0,2}$/.test(auth) && auth.replaceAll('=', '').length % 4 !== 1
  if (!valid) throw new Unreadable(`illegal base64 data at input byte ${Math.max(0, auth.search(/[^A-Za-z0-9+/]/))}`)
  const text = Buffer.from(auth, 'base64').toString()
  const colon = text.indexOf(':')
  if (colon < 0) throw new Unreadable('unable to parse auth field, must be formatted as base64(username:password)')
  return { key, user: text.slice(0, colon), password: text.slice(colon + 1) }
}

const documentOf = (secret: JsonObject, key: string): JsonObject => {
  try {
    const value = parseJson(Buffer.from(textAt(objectAt(secret, 'data'), key), 'base64').toString())
    if (isObject(value)) return value
  } catch {
    // Said below.
  }
  throw new Unreadable('json: cannot unmarshal into Go value of type credentialprovider.DockerConfigJSON')
}

const credentialsOf = (secret: JsonObject): readonly Credential[] => {
  const type = textAt(secret, 'type')
  const entries =
    type === 'kubernetes.io/dockerconfigjson'
      ? objectAt(documentOf(secret, '.dockerconfigjson'), 'auths')
      : type === 'kubernetes.io/dockercfg'
        ? documentOf(secret, '.dockercfg')
        : {}
  return Object.entries(entries).map(([key, entry]) => authOf(key, isObject(entry) ? entry : {}))
}

/** Simple on purpose: a host, which may begin with `*.`, and a path prefix. */
const keyMatches = (key: string, repository: string): boolean => {
  const plain = key.replace(/^https?:\/\//, '').replace(/\/(v1|v2)?\/?$/, '')
  const [keyHost = '', ...keyPath] = plain.split('/')
  const [host = '', ...path] = repository.split('/')
  const sameHost = keyHost === host || (keyHost === 'index.docker.io' && host === 'docker.io')
  const underGlob =
    keyHost.startsWith('*.') && host.endsWith(keyHost.slice(1)) && host.split('.').length === keyHost.split('.').length
  return (sameHost || underGlob) && path.join('/').startsWith(keyPath.join('/'))
}

const attemptPull = ({ image, secrets }: Attempt, { user, password, challenge }: PrivateImages): Outcome => {
  const repository = repositoryOf(image)
  try {
    const matching = secrets.flatMap(credentialsOf).filter(({ key }) => keyMatches(key, repository))
    if (matching.some((each) => each.user === user && each.password === password)) return { is: 'running' }
    if (challenge === 'Basic') return pullFailures.unauthorized(image)
    return matching.length === 0 ? pullFailures.anonymous(image) : pullFailures.badCredentials(image)
  } catch (error) {
    if (error instanceof Unreadable) return { is: 'secretsUnusable', message: error.message }
    throw error
  }
}

/**
 * Images under the given prefixes need the right user and password from a pull secret of the pod; all others pull. One
 * unreadable secret fails every pull of its pod, public images too, as in kubelet.
 */
export const privateRegistry =
  (images: readonly PrivateImages[], others: Scenario = () => ({ is: 'running' })): Scenario =>
  (attempt) => {
    const repository = repositoryOf(attempt.image)
    const guarded = images.find(
      ({ prefix }) => repository === prefix || repository.startsWith(`${prefix.replace(/\/$/, '')}/`),
    )
    if (guarded) return attemptPull(attempt, guarded)
    try {
      attempt.secrets.forEach(credentialsOf)
      return others(attempt)
    } catch (error) {
      if (error instanceof Unreadable) return { is: 'secretsUnusable', message: error.message }
      throw error
    }
  }
