/** An API server to measure against, with a cluster in it. */
export interface BenchServer {
  /** For conditions, such as `embedded API server`. */
  readonly name: string
  /** A file. */
  readonly kubeconfig: string
  readonly stop: () => Promise<void>
}
