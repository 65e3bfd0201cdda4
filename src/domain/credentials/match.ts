import {
  credentialTries,
  mismatch,
  type CredentialTry,
  type KeyedSecret,
  type Mismatch,
  type Repository,
} from './keyring.ts'

/** Every key of a pod's secrets, for one image: what is tried, in order, and why the rest is not. */
export interface CredentialMatch {
  readonly tries: readonly CredentialTry[]
  readonly passedOver: readonly (CredentialTry & { readonly because: Mismatch | 'OnlyAFallback' })[]
}

/** Explains kubelet's choice among the keys of a pod's secrets (pkg/credentialprovider/keyring.go, v1.36). */
export const matchCredentials = (repository: Repository, secrets: readonly KeyedSecret[]): CredentialMatch => {
  const tries = credentialTries(repository, secrets)
  const tried = new Set(tries.map(({ secret, key }) => JSON.stringify([secret, key])))
  const passedOver = secrets.flatMap(({ name, keys }) =>
    keys
      .filter((key) => !tried.has(JSON.stringify([name, key])))
      .map((key) => ({ secret: name, key, because: mismatch(key, repository) ?? ('OnlyAFallback' as const) })),
  )
  return { tries, passedOver }
}

/** Names of the secrets that kubelet would try for an image, each once, in the order of their first try. */
export const secretsMatching = (repository: Repository, secrets: readonly KeyedSecret[]): readonly string[] => [
  ...new Set(credentialTries(repository, secrets).map(({ secret }) => secret)),
]

const sentences: Readonly<Record<Mismatch | 'OnlyAFallback', string>> = {
  KeyUnparseable: 'kubelet cannot parse the key and skips it',
  PortDiffers: 'its port is not that of the image',
  HostPartsDiffer: 'its host has another number of parts between dots, and "*" never spans a dot',
  PathDiffers: 'its path is not how the path of the image begins',
  HostDiffers: 'its host does not match that of the image',
  OnlyAFallback: 'it serves Docker Hub only when no other key matches',
}

/** Why a key is passed over, as the end of the sentence "not tried: …". */
export const explainMismatch = (because: Mismatch | 'OnlyAFallback'): string => sentences[because]
