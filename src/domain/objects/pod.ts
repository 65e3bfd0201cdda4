import type { OwnerReference } from './ownerReference.ts'

/** Where in a pod's spec a container stands; a sidecar is an init container with `restartPolicy: Always` (1.29). */
export type ContainerRole = 'init' | 'sidecar' | 'regular' | 'ephemeral'

export type ImagePullPolicy = 'Always' | 'IfNotPresent' | 'Never'

/** A container as its pod's spec declares it. */
export interface Container {
  readonly name: string
  readonly image: string
  readonly role: ContainerRole
  readonly imagePullPolicy: ImagePullPolicy
  readonly postStart: boolean
  readonly preStop: boolean
}

/** A volume of source `image` (GA in 1.36). */
export interface ImageVolume {
  readonly name: string
  readonly reference: string
  readonly pullPolicy: ImagePullPolicy
}

/** `status.*ContainerStatuses[].state.waiting` of one container. */
export interface WaitingContainer {
  readonly container: string
  readonly reason: string
  readonly message: string
}

/** What is kept of a Pod (core/v1). Times are seconds since the epoch. */
export interface Pod {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly createdAt: number
  readonly deleting: boolean
  /** The owner reference with `controller: true`. */
  readonly controller?: OwnerReference
  /** Label `pod-template-hash`: the last part of its ReplicaSet's name when a Deployment made it. */
  readonly podTemplateHash?: string
  readonly serviceAccountName: string
  readonly nodeName?: string
  readonly runtimeClassName?: string
  readonly imagePullSecrets: readonly string[]
  readonly phase: string
  readonly containers: readonly Container[]
  readonly imageVolumes: readonly ImageVolume[]
  /** Every container in state waiting, `ContainerCreating` and `PodInitializing` too. */
  readonly waiting: readonly WaitingContainer[]
  /** Names of containers whose status carries an imageID: their image has been on the node. */
  readonly pulled: readonly string[]
  /** A regular or sidecar container of it runs or has run. */
  readonly hasRun: boolean
  /** When condition ContainersReady last became False; absent while ready or never reported. */
  readonly notReadySince?: number
}
