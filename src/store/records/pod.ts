import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import type { Container, ContainerRole, ImagePullPolicy, ImageVolume, Pod } from '../../domain/objects/pod.ts'
import { createListPool, type Interner } from '../intern.ts'
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

const controllerOf = ({ ownerReferences }: PodRecord['metadata']): OwnerReference | undefined => {
  const owner = ownerReferences.find(({ controller }) => controller)
  if (owner === undefined) return undefined
  const { apiVersion, kind, name, uid } = owner
  return { apiVersion, kind, name, uid }
}

/**
 * Decodes Pods. What those of one owner have in common is shared where they are kept (store/pods), which knows them by
 * their owner: here each would have to be turned into a key. What waits says the same in most pods of a template.
 */
export const decodePod = (interner: Interner): Decode<Pod> => {
  const shareWaiting = createListPool<Pod['waiting'][number]>()

  const toPod = ({ metadata, spec, status }: PodRecord): Pod => {
    const containers = containersOf(spec)
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
      imagePullSecrets: pullSecretsOf(spec),
      phase: status.phase ?? 'Pending',
      containers,
      imageVolumes: imageVolumesOf(spec),
      waiting: shareWaiting(view.waiting),
      pulled: view.pulled,
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
