import type { Labels } from './labels.ts'

/** What is kept of a ServiceAccount. */
export interface ServiceAccount {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly labels: Labels
  /** Names in `imagePullSecrets`, in their order, doubles kept. */
  readonly imagePullSecrets: readonly string[]
  /** The annotation `pullkeeper.dev/attached` as it stands; parsed where it is used. */
  readonly attached?: string
}
