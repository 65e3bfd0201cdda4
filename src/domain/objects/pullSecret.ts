/** The two Secret types that kubelet reads credentials from. */
export type PullSecretType = 'kubernetes.io/dockerconfigjson' | 'kubernetes.io/dockercfg'

/** The marks that make a managed secret ours (docs: ownership), as they stand on the object. */
export interface OwnershipMarks {
  /** Label `app.kubernetes.io/managed-by`. */
  readonly managedBy?: string
  /** Label `pullkeeper.dev/policy`. */
  readonly policy?: string
  /** Annotation `pullkeeper.dev/self`. */
  readonly self?: string
}

/** What is kept of a Secret of a docker config type. No credential, unless it may serve as a source. */
export interface PullSecret {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly type: PullSecretType
  readonly immutable: boolean
  readonly marks: OwnershipMarks
  /** Label or annotation `pullkeeper.dev/source: "true"`: consents to be read as a source from outside the operator's namespace. */
  readonly consentsAsSource: boolean
  /** Registry keys of its entries as spelled; empty when it cannot be parsed. */
  readonly keys: readonly string[]
  /** Why kubelet cannot parse it, without any credential; absent when it can. */
  readonly problem?: string
  /** SHA-256 of the data under the type's key, base64url. */
  readonly digest: string
  /** The docker config itself, kept only in namespaces that sources may come from. Never logged. */
  readonly config?: string
}
