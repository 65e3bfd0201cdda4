/** A managed secret as it is to be written. */
export interface ManagedSecret {
  readonly namespace: string
  readonly name: string
  readonly policy: string
  /** The docker config, canonical JSON. A credential: never logged. */
  readonly config: string
}

export interface Precondition {
  readonly uid: string
  readonly resourceVersion: string
}

/** A write on a managed secret. Each carries what it was planned from, so that a faster writer makes it fail. */
export type SecretAction =
  | { readonly do: 'createSecret'; readonly secret: ManagedSecret }
  | { readonly do: 'updateSecret'; readonly secret: ManagedSecret; readonly seen: Precondition }
  /** Type and `immutable: true` cannot be changed in place: delete, then create. */
  | { readonly do: 'recreateSecret'; readonly secret: ManagedSecret; readonly seen: Precondition }
  | { readonly do: 'deleteSecret'; readonly namespace: string; readonly name: string; readonly seen: Precondition }

/** The one guarded write on a ServiceAccount: its whole list and our record of it, together. */
export interface AccountAction {
  readonly do: 'writeAccount'
  readonly namespace: string
  readonly name: string
  readonly resourceVersion: string
  readonly imagePullSecrets: readonly string[]
  /** The annotation's new text; undefined removes it. */
  readonly attached: string | undefined
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/**
 * What to do in one namespace. `first` runs at once and side by side (a secret before its reference would leave a
 * window in which pods are made stuck); `afterwards` only when all of `first` went well (references go before secrets).
 */
export interface NamespacePlan {
  readonly first: readonly (SecretAction | AccountAction)[]
  readonly afterwards: readonly SecretAction[]
}

export const nothingToDo: NamespacePlan = { first: [], afterwards: [] }
