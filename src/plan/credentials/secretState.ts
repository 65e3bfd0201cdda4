import type { PullSecret } from '../../domain/objects/pullSecret.ts'
import { isOurs } from '../../domain/ownership/marks.ts'
import type { Precondition } from './action.ts'
import type { NamespaceSnapshot } from './snapshot.ts'
import type { WantedSecret } from './wanted.ts'

/** How things stand with one managed name in one namespace. */
export type SecretState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'current'; readonly secret: PullSecret }
  /** Ours, but its content or marks are not what is wanted. */
  | { readonly kind: 'outdated'; readonly seen: Precondition; readonly replaceable: boolean }
  | { readonly kind: 'foreign'; readonly type: string }
  | { readonly kind: 'refused'; readonly message: string }

const compare = (secret: PullSecret, { policy, intent }: WantedSecret): SecretState => {
  const same = secret.marks.policy === policy && (intent.kind !== 'publish' || secret.digest === intent.digest)
  const replaceable = !secret.immutable && secret.type === 'kubernetes.io/dockerconfigjson'
  return same && secret.type === 'kubernetes.io/dockerconfigjson'
    ? { kind: 'current', secret }
    : { kind: 'outdated', seen: { uid: secret.uid, resourceVersion: secret.resourceVersion }, replaceable }
}

/** Judges the Secret of the wanted name: what we see of it, else what the API server said when we tried. */
export const secretState = (seen: NamespaceSnapshot, wanted: WantedSecret): SecretState => {
  const secret = seen.secrets.find(({ name }) => name === wanted.secretName)
  if (secret !== undefined) {
    return isOurs(secret) ? compare(secret, wanted) : { kind: 'foreign', type: secret.type }
  }
  const obstacle = seen.obstacles.get(wanted.secretName)
  return obstacle?.kind === 'mistyped'
    ? { kind: 'outdated', seen: obstacle.seen, replaceable: false }
    : (obstacle ?? { kind: 'absent' })
}
