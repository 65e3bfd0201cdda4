import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import type { Container, ContainerRole, ImagePullPolicy, ImageVolume, Pod } from '../../domain/objects/pod.ts'
import { createListPool, createPool, type Interner } from '../intern.ts'
import { decoder, type Decode } from './decoded.ts'
import { recordReader } from './reader.ts'
import { podRecord, type PodRecord } from './podRecord.ts'
import { projectPodStatus } from './podStatus.ts'

type ContainerRecord = PodRecord['spec']['containers'][number]

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

const containersOf = ({ initContainers, containers, ephemeralContainers }: PodRecord['spec']): readonly Container[] => [
  ...initContainers.map((init) => toContainer(init.restartPolicy === 'Always' ? 'sidecar' : 'init', init)),
  ...containers.map((regular) => toContainer('regular', regular)),
  ...ephemeralContainers.map(({ common }) => toContainer('ephemeral', common)),
]

const imageVolumesOf = ({ volumes }: PodRecord['spec']): readonly ImageVolume[] =>
  volumes.flatMap(({ name, source: { image } }) =>
    image === undefined ? [] : [{ name, reference: image.reference ?? '', pullPolicy: pullPolicy(image.pullPolicy) }],
  )

/** Entries without a name are passed over as kubelet does (pkg/kubelet/kubelet_pods.go, v1.36). */
const pullSecretsOf = ({ imagePullSecrets }: PodRecord['spec']): readonly string[] =>
  imagePullSecrets.flatMap(({ name }) => name ?? [])

/** Decodes Pods. Pods of one template share every list; what is their own is name, uid, times and node. */
export const decodePod = (interner: Interner): Decode<Pod> => {
  const shareController = createPool<OwnerReference>()
  const shareContainers = createListPool<Container>()
  const shareImageVolumes = createListPool<ImageVolume>()
  const shareNames = createListPool<string>()
  const shareWaiting = createListPool<Pod['waiting'][number]>()

  const controllerOf = ({ ownerReferences }: PodRecord['metadata']): OwnerReference | undefined => {
    const owner = ownerReferences.find(({ controller }) => controller)
    if (owner === undefined) return undefined
    const { apiVersion, kind, name, uid } = owner
    // All of it is the key: a reference is what a pod's author writes, and may lie.
    const reference = { apiVersion, kind, name, uid }
    return shareController(JSON.stringify(reference), () => reference)
  }

  const toPod = ({ metadata, spec, status }: PodRecord): Pod => {
    const containers = shareContainers(containersOf(spec))
    const view = projectPodStatus(status, containers)
    const controller = controllerOf(metadata)
    const { podTemplateHash } = metadata.labels
    return {
      namespace: metadata.namespace,
      name: metadata.name,
      uid: metadata.uid,
      createdAt: metadata.creationTimestamp,
      deleting: metadata.deletionTimestamp !== undefined,
      serviceAccountName: spec.serviceAccountName ?? '',
      imagePullSecrets: shareNames(pullSecretsOf(spec)),
      phase: status.phase ?? 'Pending',
      containers,
      imageVolumes: shareImageVolumes(imageVolumesOf(spec)),
      waiting: shareWaiting(view.waiting),
      pulled: shareNames(view.pulled),
      hasRun: view.hasRun,
      ...(controller !== undefined && { controller }),
      ...(podTemplateHash !== undefined && { podTemplateHash: interner.text(podTemplateHash) }),
      ...(spec.nodeName !== undefined && { nodeName: spec.nodeName }),
      ...(spec.runtimeClassName !== undefined && { runtimeClassName: spec.runtimeClassName }),
      ...(view.notReadySince !== undefined && { notReadySince: view.notReadySince }),
    }
  }

  return decoder(recordReader(podRecord, interner), toPod)
}
