import type { PullSecret } from '../../domain/objects/pullSecret.ts'
import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'

/** Why a managed name cannot be used in a namespace, as learned from the API server's answers. */
export type Obstacle =
  /** A Secret of another type has the name; the watches, limited to docker config types, do not show it. */
  | { readonly kind: 'foreign'; readonly type: string }
  /** Creating was refused (quota, admission, RBAC). */
  | { readonly kind: 'refused'; readonly message: string }

/** What is known of one namespace when its credentials are planned. */
export interface NamespaceSnapshot {
  readonly name: string
  readonly terminating: boolean
  /** Secrets of the docker config types: ours, and whatever has a wanted name. */
  readonly secrets: readonly PullSecret[]
  readonly accounts: readonly ServiceAccount[]
  /** By managed secret name. */
  readonly obstacles: ReadonlyMap<string, Obstacle>
  /** Policies that exist but cannot be read: what they have handed out stays. */
  readonly unreadablePolicies: ReadonlySet<string>
}
