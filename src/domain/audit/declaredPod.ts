import type { Lifecycle } from '../lifecycle/hook.ts'
import type { Labels } from '../objects/labels.ts'
import type { ImagePullPolicy } from '../objects/pod.ts'
import type { WorkloadRef } from '../objects/workload.ts'
import type { ResourceList } from '../quantity/quantity.ts'
import type { Toleration } from '../runtimeClass/tolerations.ts'

export interface DeclaredContainer {
  readonly name: string
  readonly image: string
  /** As it stands on the object; absent in a manifest that leaves it out. */
  readonly pullPolicy?: ImagePullPolicy
  /** Whether the author wrote the pull policy; absent when the object does not tell. */
  readonly policyWritten?: boolean
  /** The pull policy that its author applied; absent when none is known. */
  readonly policyApplied?: ImagePullPolicy
  readonly lifecycle: Lifecycle
}

/** A volume of source `image`. */
export interface DeclaredVolume {
  readonly name: string
  readonly reference: string
}

/** A pod as a manifest, a template or a pod itself declares it; nothing of it need exist. */
export interface DeclaredPod {
  readonly workload: WorkloadRef
  /** It stands in a cluster; otherwise in a manifest that is yet to be applied. */
  readonly live: boolean
  /** It is a pod that has been created: what its ServiceAccount and its RuntimeClass gave is in it. */
  readonly admitted: boolean
  readonly containers: readonly DeclaredContainer[]
  readonly imageVolumes: readonly DeclaredVolume[]
  readonly serviceAccountName: string
  /** Of the pod itself. When empty, those of its ServiceAccount count. */
  readonly imagePullSecrets: readonly string[]
  readonly runtimeClassName?: string
  readonly nodeSelector: Labels
  /** Architectures that a required node affinity admits; absent when it says nothing of them. */
  readonly architectures?: readonly string[]
  readonly tolerations: readonly Toleration[]
  readonly overhead?: ResourceList
  /** terminationGracePeriodSeconds, or its default. */
  readonly gracePeriod: number
}
