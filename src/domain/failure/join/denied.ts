import { credentialTries, type CredentialTry } from '../../credentials/keyring.ts'
import { parseImageReference, repositoryKey, type ImageReference } from '../../image/reference.ts'
import type { Pod } from '../../objects/pod.ts'
import type { PullSecret } from '../../objects/pullSecret.ts'
import type { Answer } from '../answer.ts'
import type { Failure } from '../failure.ts'
import type { World } from '../world.ts'

/** A pull that did not come through, with what its pod brought along. */
export interface DeniedPull {
  readonly pod: Pod
  readonly image: string
  readonly failure: Failure
  readonly reference: ImageReference
  /** `host/path`. */
  readonly repository: string
  /** The pod's secrets that kubelet can read, in the pod's order. */
  readonly readable: readonly PullSecret[]
  /** What kubelet tries of them, in its order. */
  readonly tries: readonly CredentialTry[]
}

/** One question to the cluster about a denied pull: the answer when it settles the matter. */
export type Question = (denied: DeniedPull, world: World) => Answer | undefined

/** undefined when the image is no reference: nothing can be looked up for it. */
export const deniedPull = (pod: Pod, image: string, failure: Failure, world: World): DeniedPull | undefined => {
  const parsed = parseImageReference(image)
  if (!parsed.ok) return undefined
  const { reference } = parsed
  const readable = pod.imagePullSecrets.flatMap((name) => {
    const secret = world.pullSecret(pod.namespace, name)
    return secret === undefined || secret.problem !== undefined ? [] : [secret]
  })
  const tries = credentialTries(reference, readable)
  return { pod, image, failure, reference, repository: repositoryKey(reference), readable, tries }
}

/** `ghcr.io denied the pull of ghcr.io/acme/app`, said for every kind of denial alike. */
export const denialOf = ({ reference, repository }: DeniedPull): string =>
  `Registry ${reference.host} denied the pull of ${repository}`
