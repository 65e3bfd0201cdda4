import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import type { Container, ContainerRole, ImagePullPolicy, ImageVolume, Pod } from '../../domain/objects/pod.ts'
import { createListPool, type Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { recordReader } from './reader.ts'
import { podRecord, type PodRecord } from './podRecord.ts'
import { projectPodStatus } from './podStatus.ts'

type ContainerRecord = PodRecord['spec']['containers'][number]
type VolumeRecord = PodRecord['spec']['volumes'][number]

/** Absent or unknown reads as IfNotPresent: a policy of a later Kubernetes must not make the pod unreadable. */
const pullPolicy = (word: string | undefined): ImagePullPolicy =>
  word === 'Always' || word === 'Never' ? word : 'IfNotPresent'

const toContainer = (role: ContainerRole, { name, image, imagePullPolicy, lifecycle }: ContainerRecord): Container => ({
  name,
  image: image ?? '',
  role,
  imagePullPolicy: pullPolicy(imagePullPolicy),
  postStart: lifecycle.postStart,
  preStop: lifecycle.preStop,
})

const toRegular = (container: ContainerRecord): Container => toContainer('regular', container)
const toInit = (container: ContainerRecord): Container =>
  toContainer(container.restartPolicy === 'Always' ? 'sidecar' : 'init', container)

const containersOf = ({ initContainers, containers, ephemeralContainers }: PodRecord['spec']): readonly Container[] => {
  const regular = containers.map(toRegular)
  if (initContainers.length === 0 && ephemeralContainers.length === 0) return regular
  const ephemeral = ephemeralContainers.map(({ common }) => toContainer('ephemeral', common))
  return [...initContainers.map(toInit), ...regular, ...ephemeral]
}

const noImageVolumes: readonly ImageVolume[] = []

const imageVolumeOf = ({ name, source: { image } }: VolumeRecord): readonly ImageVolume[] =>
  image === undefined ? [] : [{ name, reference: image.reference ?? '', pullPolicy: pullPolicy(image.pullPolicy) }]

const imageVolumesOf = ({ volumes }: PodRecord['spec']): readonly ImageVolume[] =>
  volumes.some(({ source }) => source.image !== undefined) ? volumes.flatMap(imageVolumeOf) : noImageVolumes

const noNames: readonly string[] = []

/** Entries without a name are passed over as kubelet does (pkg/kubelet/kubelet_pods.go, v1.36). */
const pullSecretsOf = ({ imagePullSecrets }: PodRecord['spec']): readonly string[] =>
  imagePullSecrets.length === 0 ? noNames : imagePullSecrets.flatMap(({ name }) => name ?? [])

const controllerOf = ({ ownerReferences }: PodRecord['metadata']): OwnerReference | undefined => {
  for (const { controller, apiVersion, kind, name, uid } of ownerReferences) {
    if (controller) return { apiVersion, kind, name, uid }
  }
  return undefined
}

/** A pod that is still being put together. */
type Draft = { -readonly [K in keyof Pod]: Pod[K] }

/**
 * Decodes Pods, a hundred thousand at a start: nothing is made in between that the pod does not keep (spread objects, lists
 * of lists), for the collector's time is what a start takes most of. What those of one owner have in common is shared where they are kept (store/pods), which knows them by
 * their owner: here each would have to be turned into a key. What waits says the same in most pods of a template.
 */
export const decodePod = (interner: Interner): Decode<Pod> => {
  const shareWaiting = createListPool<Pod['waiting'][number]>()

  const toPod = ({ metadata, spec, status }: PodRecord): Pod => {
    const containers = containersOf(spec)
    const view = projectPodStatus(status, containers)
    const controller = controllerOf(metadata)
    const { podTemplateHash } = metadata.labels
    const pod: Draft = {
      namespace: metadata.namespace,
      name: metadata.name,
      uid: metadata.uid,
      createdAt: metadata.creationTimestamp,
      deleting: metadata.deletionTimestamp !== undefined,
      serviceAccountName: spec.serviceAccountName ?? '',
      imagePullSecrets: pullSecretsOf(spec),
      phase: status.phase ?? 'Pending',
      containers,
      imageVolumes: imageVolumesOf(spec),
      waiting: shareWaiting(view.waiting),
      pulled: view.pulled,
      hasRun: view.hasRun,
    }
    if (controller !== undefined) pod.controller = controller
    if (podTemplateHash !== undefined) pod.podTemplateHash = interner.text(podTemplateHash)
    if (spec.nodeName !== undefined) pod.nodeName = spec.nodeName
    if (spec.runtimeClassName !== undefined) pod.runtimeClassName = spec.runtimeClassName
    if (view.notReadySince !== undefined) pod.notReadySince = view.notReadySince
    return pod
  }

  return decoder(recordReader(podRecord, interner), toPod)
}
