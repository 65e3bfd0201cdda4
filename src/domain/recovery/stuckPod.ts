import type { Pod } from '../objects/pod.ts'
import type { ServiceAccount } from '../objects/serviceAccount.ts'

/** What a policy does about pods that are older than its credentials. */
export type RecoveryMode = 'Evict' | 'None' | 'Suspended'

/** A managed secret as it stands in a pod's namespace. */
export interface ManagedName {
  readonly policy: string
  readonly secretName: string
  /** Its registry keys; none while it is not there. */
  readonly keys: readonly string[]
  readonly recovery: RecoveryMode
}

/**
 * Whether the template from which a pod's controller makes the next one sets `imagePullSecrets`. `unread`: nobody has
 * looked yet; `unreadable`: the owner is gone, or we may not read it.
 */
export type OwnerTemplate = 'sets' | 'none' | 'unread' | 'unreadable'

/** A pod that cannot pull, beside one managed secret that might let its replacement pull. */
export interface StuckPod {
  readonly pod: Pod
  /** The pod's ServiceAccount; undefined when there is none of that name. */
  readonly account: ServiceAccount | undefined
  readonly managed: ManagedName
  /** Images whose pull a registry denied. */
  readonly denied: readonly string[]
  /** A registry, or the node itself, limits its pulls. */
  readonly limited: boolean
  readonly template: OwnerTemplate
}
