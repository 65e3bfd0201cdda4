/** What is kept of a Node. */
export interface Node {
  readonly name: string
  readonly os: string
  readonly architecture: string
  /** Such as `v1.36.3`; empty until kubelet has reported. */
  readonly kubeletVersion: string
  /** Names in `status.runtimeHandlers`; absent when the node does not report them, which proves nothing. */
  readonly runtimeHandlers?: readonly string[]
}
