import { addResources, maxResources, sameResources, type ResourceList } from '../quantity/quantity.ts'

export type OverheadVerdict =
  | { readonly ok: true; readonly overhead: ResourceList | undefined }
  /** The API server refuses the pod, in these words. */
  | { readonly ok: false; readonly problem: string }

/**
 * The overhead that a pod gets (setOverhead and validateOverhead, plugin/pkg/admission/runtimeclass, v1.36): the
 * class's, always. One written by hand must be equal to it, and is refused where the class has none.
 */
export const overheadOf = (
  ofPod: ResourceList | undefined,
  /** `overhead.podFixed` of the RuntimeClass; absent when it has no overhead, or the pod names no class. */
  ofClass: ResourceList | undefined,
): OverheadVerdict => {
  if (ofClass === undefined) {
    if (ofPod === undefined) return { ok: true, overhead: undefined }
    return { ok: false, problem: 'Pod Overhead set without corresponding RuntimeClass defined Overhead' }
  }
  const written = ofPod !== undefined && Object.keys(ofPod).length > 0
  if (written && !sameResources(ofPod, ofClass)) {
    return { ok: false, problem: "Pod's Overhead doesn't match RuntimeClass's defined Overhead" }
  }
  return { ok: true, overhead: ofClass }
}

/** `resources.requests` of one container, and where it stands. */
export interface RequestingContainer {
  readonly role: 'init' | 'sidecar' | 'regular'
  readonly requests: ResourceList
}

/**
 * What a pod asks of a node, which the scheduler and quotas count: its containers and sidecars together, or what its
 * init containers need while they run (each with the sidecars before it) where that is more; then the overhead
 * (AggregateContainerRequests and PodRequests, k8s.io/component-helpers/resource, v0.36, without pod-level resources).
 * Init containers in their order.
 */
export const podRequests = (
  containers: readonly RequestingContainer[],
  overhead: ResourceList = {},
): Readonly<Record<string, string>> => {
  let sidecars: ResourceList = {}
  let starting: ResourceList = {}
  for (const { role, requests } of containers) {
    if (role === 'sidecar') {
      sidecars = addResources(sidecars, requests)
      starting = maxResources(starting, sidecars)
    } else if (role === 'init') starting = maxResources(starting, addResources(sidecars, requests))
  }
  const regular = containers.filter(({ role }) => role === 'regular').map(({ requests }) => requests)
  return addResources(maxResources(addResources(sidecars, ...regular), starting), overhead)
}
