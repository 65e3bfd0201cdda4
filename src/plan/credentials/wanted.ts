import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'

/** What is to become of a managed secret's content. */
export type Intent =
  /** The sources are valid: this content, everywhere. */
  | { readonly kind: 'publish'; readonly config: string; readonly digest: string }
  /** A source is bad: the last good copies stay and go on being attached. */
  | { readonly kind: 'keep' }
  /** The policy is suspended, or cannot be read: nothing changes. */
  | { readonly kind: 'freeze' }

/** What one policy wants in one namespace. */
export interface WantedSecret {
  readonly policy: string
  readonly secretName: string
  readonly intent: Intent
  readonly selectsAccount: (account: ServiceAccount) => boolean
}
