import type { LabelSelector } from './labelSelector.ts'

interface NamedSource {
  readonly name: string
  /** Narrows the source to these registries; absent: all of its keys. */
  readonly registries?: readonly string[]
}

/** Credentials from a Secret; the namespace defaults to the operator's own. */
export interface SecretSource extends NamedSource {
  readonly kind: 'secret'
  readonly secretRef: { readonly name: string; readonly namespace?: string }
}

/** Credentials from an entry of the operator's own provider configuration. */
export interface ProviderSource extends NamedSource {
  readonly kind: 'provider'
  readonly provider: { readonly name: string }
}

export type PolicySource = SecretSource | ProviderSource

/** Which ServiceAccounts of a selected namespace get the reference: the union of both. */
export interface AccountSelection {
  readonly names: readonly string[]
  readonly selector?: LabelSelector
}

export const recoveries = ['Evict', 'None'] as const
export type Recovery = (typeof recoveries)[number]

export interface PolicyCredentials {
  /** For one registry key the first source wins. */
  readonly sources: readonly PolicySource[]
  readonly secretName?: string
  /** Absent: every ServiceAccount. */
  readonly serviceAccounts?: AccountSelection
  readonly recovery: Recovery
}

export interface PolicySpec {
  readonly suspend: boolean
  readonly namespaceSelector?: LabelSelector
  /** Absent: diagnose only. */
  readonly credentials?: PolicyCredentials
}

/** What is kept of an ImagePolicy (pullkeeper.dev/v1alpha1). Times are seconds since the epoch. */
export interface Policy {
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly generation: number
  readonly createdAt: number
  readonly deleting: boolean
  readonly finalizers: readonly string[]
  readonly spec: PolicySpec
  /** As it stands on the server, ours to compare with what we would write; absent before the first write. */
  readonly status?: unknown
}
