import type { Labels } from '../objects/labels.ts'
import type { NodeSelectorConflict } from './conflict.ts'
import { mergeTolerations, type Toleration } from './tolerations.ts'

/** `scheduling` of a RuntimeClass (node.k8s.io/v1). */
export interface Scheduling {
  readonly nodeSelector?: Labels
  readonly tolerations?: readonly Toleration[]
}

/** What a pod itself asks of nodes. */
export interface PodScheduling {
  readonly nodeSelector?: Labels
  readonly tolerations?: readonly Toleration[]
}

export type MergedScheduling =
  | { readonly ok: true; readonly nodeSelector: Labels; readonly tolerations: readonly Toleration[] }
  /** The pod is refused at creation; all keys that differ, sorted. The API server names one of them. */
  | { readonly ok: false; readonly conflicts: readonly NodeSelectorConflict[] }

const conflictsOf = (ofClass: Labels, ofPod: Labels): readonly NodeSelectorConflict[] =>
  Object.keys(ofClass)
    .sort()
    .flatMap((key) => {
      const classValue = ofClass[key] ?? ''
      const podValue = Object.hasOwn(ofPod, key) ? (ofPod[key] ?? '') : classValue
      return podValue === classValue ? [] : [{ key, classValue, podValue }]
    })

/**
 * What admission makes of a pod that names a RuntimeClass (setScheduling, plugin/pkg/admission/runtimeclass, v1.36):
 * both nodeSelectors must hold, tolerations are united. A class without scheduling leaves the pod as it is.
 */
export const mergeScheduling = (pod: PodScheduling, scheduling: Scheduling | undefined): MergedScheduling => {
  const { nodeSelector = {}, tolerations = [] } = pod
  if (scheduling === undefined) return { ok: true, nodeSelector, tolerations }
  const conflicts = conflictsOf(scheduling.nodeSelector ?? {}, nodeSelector)
  if (conflicts.length > 0) return { ok: false, conflicts }
  return {
    ok: true,
    nodeSelector: { ...nodeSelector, ...scheduling.nodeSelector },
    tolerations: mergeTolerations(tolerations, scheduling.tolerations ?? []),
  }
}
