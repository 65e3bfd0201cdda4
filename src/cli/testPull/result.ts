/** What became of one pull. */
export interface PullResult {
  /** Absent while the pod was given to none. */
  readonly node?: string
  readonly pod: string
  readonly result: 'Pulled' | 'Failed' | 'TimedOut'
  /** The content that the tag stood for, as the node tells it: by the name of any repository that it has it from. */
  readonly imageID?: string
  /** Of a failure; docs/causes.md has a section for each. */
  readonly cause?: string
  readonly message: string
  readonly remedy?: string
}

/** The answer of `pullkeeper test-pull`. */
export interface PullTestResult {
  readonly apiVersion: 'pullkeeper.dev/v1alpha1'
  readonly kind: 'PullTest'
  readonly image: string
  readonly namespace: string
  readonly serviceAccount: string
  /** By node. */
  readonly results: readonly PullResult[]
  readonly summary: { readonly pulled: number; readonly failed: number }
}
