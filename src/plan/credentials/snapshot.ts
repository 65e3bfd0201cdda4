import type { PullSecret } from '../../domain/objects/pullSecret.ts'
import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import type { Precondition } from './action.ts'

/** An object that we write and somebody else keeps undoing. */
export interface ContestedObject {
  /** It is not to be written now: its time comes later. */
  readonly held: boolean
  /** Who the other is; absent while nobody has looked, '' when nobody is recorded. */
  readonly writer?: string
}

/** By `secret/<name>` and `account/<name>`. */
export type ContestedObjects = ReadonlyMap<string, ContestedObject>

export const secretObject = (name: string): string => `secret/${name}`
export const accountObject = (name: string): string => `account/${name}`

/** Why a managed name cannot be used in a namespace, as learned from the API server's answers. */
export type Obstacle =
  /** A Secret of another type has the name; the watches, limited to docker config types, do not show it. */
  | { readonly kind: 'foreign'; readonly type: string }
  /** The same, but it carries our marks for itself: somebody made ours anew with another type. */
  | { readonly kind: 'mistyped'; readonly type: string; readonly seen: Precondition }
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
  /**
   * Policies that change nothing now, for they cannot be read or are suspended: what they have handed out stays, also
   * where they do not apply any more. With the name of their secret, where that is known.
   */
  readonly frozenPolicies: ReadonlyMap<string, string | undefined>
  readonly contested: ContestedObjects
}
