import { splitPort } from '../keyring.ts'
import { normaliseRegistryKey, registryKeyProblem } from '../registryKey.ts'

/** Why a host and path, as kubelet files them, can be those of no image; the end of a sentence, with the fix. */
type Question = (host: string, path: string) => string | undefined

const glob = /[*?[\\]/
const label = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/
/** How the path of an image may begin: whole components, and perhaps the beginning of one more. */
const pathBeginning =
  /^(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?:\/|\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:[._]|__|-+))?$/
/** No image's path is longer (RepositoryNameTotalLengthMax), nor has more components; it bounds the pattern too. */
const maxPathLength = 256

const splitKey = (normalised: string): readonly [string, string] => {
  const slash = normalised.indexOf('/')
  return slash < 0 ? [normalised, ''] : [normalised.slice(0, slash), normalised.slice(slash)]
}

/** An image's first component is its registry only with a dot, a colon or an upper-case letter, or as localhost. */
const isHostOfAnImage = (host: string): boolean => {
  const { name, port } = splitPort(host)
  return /[.:]/.test(name) || port !== '' || name === 'localhost' || glob.test(name) || name !== name.toLowerCase()
}

const questions: readonly Question[] = [
  (host, path) =>
    host === 'index.docker.io' && path !== ''
      ? `images of Docker Hub are filed under docker.io: write docker.io${path}`
      : undefined,
  (host) =>
    host !== 'index.docker.io' && !isHostOfAnImage(host)
      ? `no image has ${JSON.stringify(host)} for its registry, which needs a dot or a port: write the registry's full name`
      : undefined,
  (host) => {
    const { name } = splitPort(host)
    const parts = name.includes(':') ? [] : name.split('.')
    return parts.every((part) => glob.test(part) || label.test(part))
      ? undefined
      : 'its host is none that an image can have (letters, digits and "-" between dots): correct it'
  },
  (_, path) =>
    path.lastIndexOf(':') > path.lastIndexOf('/')
      ? 'an image is looked up without its tag: end the key before ":"'
      : undefined,
  (_, path) => (path.includes('@') ? 'an image is looked up without its digest: end the key before "@"' : undefined),
  (_, path) =>
    path !== path.toLowerCase() ? 'the path of an image is in lower case: write the path of the key so' : undefined,
  (_, path) =>
    path.length > maxPathLength || !pathBeginning.test(path)
      ? 'no path of an image begins so (lower-case letters and digits, with ".", "_" or "-" between them): correct it'
      : undefined,
]

/**
 * Why a registry key can match no image at all, and the fix; undefined when it can match one. Kubelet skips such a key
 * without a word, or compares it in vain (pkg/credentialprovider/keyring.go, v1.36).
 */
export const neverMatches = (key: string): string | undefined => {
  const filed = normaliseRegistryKey(key)
  if (!filed.ok) return `kubelet skips the key: ${filed.problem}`
  const [host, path] = splitKey(filed.normalised)
  for (const ask of questions) {
    const answer = ask(host, path)
    // What is told of keys in general (a scheme, white space) names the slip itself, so it goes first.
    if (answer !== undefined) return registryKeyProblem(key) ?? answer
  }
  return undefined
}
