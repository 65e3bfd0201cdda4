/** How large a cluster is; all counts. */
export interface Shape {
  readonly pods: number
  readonly namespaces: number
  readonly serviceAccounts: number
  readonly nodes: number
  /** Warnings that bear on failures, spread over the failing pods. */
  readonly events: number
  /** Pods that wait on an image they may not pull. */
  readonly failing: number
}

/**
 * A cluster of so many pods in common proportions (those of issue 7: 5,000 namespaces and 10,000 ServiceAccounts for
 * 100,000 pods); 100 pods on a node, one pod in a hundred failing, two Events on each of these.
 */
export const shapeOf = (pods: number): Shape => {
  const failing = Math.floor(pods / 100)
  return {
    pods,
    namespaces: Math.max(1, Math.floor(pods / 20)),
    serviceAccounts: Math.max(1, Math.floor(pods / 10)),
    nodes: Math.max(1, Math.ceil(pods / 100)),
    events: failing * 2,
    failing,
  }
}

/** Pods that one Deployment has: they share their template. */
export const podsPerDeployment = 5
