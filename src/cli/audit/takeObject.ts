import { parseImageReference, printImageReference } from '../../domain/image/reference.ts'
import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'
import { workloadOf } from '../../domain/workload/workloadOf.ts'
import { createInterner, type Interner } from '../../store/intern.ts'
import { keyOf, type Decode } from '../../store/records/decoded.ts'
import { declaredReaders, type DeclaredMetadata, type DeclaredSpec } from '../../store/records/declaredPod.ts'
import { runtimeClassReader } from '../../store/records/declaredRuntimeClass.ts'
import { decodeEvent } from '../../store/records/event.ts'
import { decodeNamespace } from '../../store/records/namespace.ts'
import { decodeNode } from '../../store/records/node.ts'
import { decodePod } from '../../store/records/pod.ts'
import { Problem } from '../../store/records/problem.ts'
import { decodePullSecret } from '../../store/records/pullSecret.ts'
import { decodeServiceAccount } from '../../store/records/serviceAccount.ts'
import type { Place } from '../input/problem.ts'
import { asCoreEvent, completed, isLive, metadataOf, withNameLabel, withStringData } from './asServed.ts'
import { toDeclaredPod, toResources, toToleration } from './declared.ts'
import { policyReader } from './policies/givenPolicy.ts'
import type { DeclaredUse, Inventory } from './inventory.ts'

type Message = Readonly<Record<string, unknown>>

/** One object of a kind that is looked at. */
export interface Given {
  readonly apiVersion: string
  readonly kind: string
  readonly object: Message
  readonly place: Place
}

/** Puts an object into the inventory; gives the problem when it cannot be read. */
export type Take = (given: Given) => string | undefined

/** Undefined, or the objects of one namespace only. */
export interface TakeOptions {
  /** For objects that name none. */
  readonly defaultNamespace: string
  readonly onlyNamespace?: string
}

const isPullSecret = (type: unknown): boolean =>
  type === 'kubernetes.io/dockerconfigjson' || type === 'kubernetes.io/dockercfg'

/** What is known of a declaration beside its spec. */
interface Declaration {
  readonly live: boolean
  readonly admitted: boolean
  readonly place: Place
  readonly owner?: OwnerReference
}

const finished = new Set(['Succeeded', 'Failed'])

const digestIn = (imageID: string | undefined): string | undefined =>
  /@(sha(?:256|512):[0-9a-f]+)$/.exec(imageID ?? '')?.[1]

export const createTake = (inventory: Inventory, { defaultNamespace, onlyNamespace }: TakeOptions): Take => {
  const interner: Interner = createInterner()
  const decode = {
    pod: decodePod(interner),
    event: decodeEvent(interner),
    secret: decodePullSecret(interner, { keepConfig: () => true }),
    account: decodeServiceAccount(interner),
    node: decodeNode(interner),
    namespace: decodeNamespace(interner),
    policy: policyReader(interner),
  }
  const declared = declaredReaders(interner)
  const readRuntimeClass = runtimeClassReader(interner)

  const namespaceOf = (object: Message): string => {
    const { namespace } = metadataOf(object)
    return typeof namespace === 'string' && namespace !== '' ? namespace : defaultNamespace
  }
  const isWanted = (object: Message): boolean => onlyNamespace === undefined || namespaceOf(object) === onlyNamespace

  const into = <R>(decoder: Decode<R>, object: Message, put: (key: string, record: R) => void): string | undefined => {
    const decoded = decoder(object)
    if (!decoded.ok) return decoded.problem
    put(decoded.key, decoded.record)
    return undefined
  }

  const noteDigest = (image: string, digest: string | undefined): void => {
    const parsed = parseImageReference(image)
    const found = digest ?? (parsed.ok ? parsed.reference.digest : undefined)
    if (!parsed.ok || found === undefined || parsed.reference.tag === undefined) return
    const { digest: _, ...tagged } = parsed.reference
    const key = printImageReference(tagged)
    inventory.digests.set(key, (inventory.digests.get(key) ?? new Set()).add(found))
  }

  const declare = (
    spec: DeclaredSpec,
    metadata: DeclaredMetadata,
    workload: WorkloadRef,
    { live, admitted, place, owner }: Declaration,
  ): void => {
    const pod = toDeclaredPod(spec, metadata, { workload, live, admitted })
    const key = JSON.stringify(pod)
    const known = inventory.declared.get(key)
    const use: DeclaredUse = known ?? {
      pod,
      pods: 0,
      ...(owner !== undefined && { owner }),
      ...(!live && { place }),
    }
    if (live && admitted) use.pods += 1
    inventory.declared.set(key, use)
    for (const { image } of pod.containers) noteDigest(image, undefined)
  }

  const takePod: Take = ({ object, place }) => {
    const namespace = namespaceOf(object)
    const read = declared.pod(object)
    if (read instanceof Problem) return read.text
    const { metadata, spec, status } = read
    const name = metadata.name ?? (metadata.generateName === undefined ? undefined : `${metadata.generateName}*`)
    if (name === undefined) return 'metadata.name: required'
    if (spec.containers.length === 0) return 'spec.containers: required'
    const live = isLive(object)
    if (!live) {
      const workload = { apiVersion: 'v1', kind: 'Pod', namespace, name }
      declare(spec, metadata, workload, { live, admitted: false, place })
      return undefined
    }
    const problem = into(decode.pod, completed(object, namespace), (key, pod) => {
      inventory.pods.upsert(key, pod)
      if (finished.has(pod.phase)) return
      const { workload, owner } = workloadOf(pod)
      declare(spec, metadata, workload, { live, admitted: true, place, ...(owner !== undefined && { owner }) })
    })
    const images = new Map([...spec.containers, ...spec.initContainers].map((each) => [each.name, each.image ?? '']))
    for (const { name: container, imageID } of [...status.containerStatuses, ...status.initContainerStatuses]) {
      noteDigest(images.get(container ?? '') ?? '', digestIn(imageID))
    }
    return problem
  }

  const takeTemplate: Take = ({ apiVersion, kind, object, place }) => {
    const namespace = namespaceOf(object)
    const read = kind === 'CronJob' ? declared.cronJob(object) : declared.template(object)
    if (read instanceof Problem) return read.text
    const { metadata } = read
    const path = kind === 'CronJob' ? 'spec.jobTemplate.spec.template.spec' : 'spec.template.spec'
    const spec = 'jobTemplate' in read.spec ? read.spec.jobTemplate.spec.template.spec : read.spec.template.spec
    const name = metadata.name ?? (metadata.generateName === undefined ? undefined : `${metadata.generateName}*`)
    if (name === undefined) return 'metadata.name: required'
    if (spec.containers.length === 0) return `${path}.containers: required`
    const workload = { apiVersion, kind, namespace, name }
    const controller = metadata.ownerReferences.find((owner) => owner.controller)
    if (metadata.uid !== undefined) {
      const owner: OwnerReference | undefined = controller && {
        apiVersion: controller.apiVersion,
        kind: controller.kind,
        name: controller.name,
        uid: controller.uid,
      }
      inventory.owners.set(metadata.uid, {
        workload,
        ...(owner !== undefined && { controller: owner }),
        template: spec.imagePullSecrets.length > 0 ? 'sets' : 'none',
      })
    }
    // What another object made says nothing that this does not say; a Deployment keeps ten old ReplicaSets.
    if (controller === undefined) {
      declare(spec, metadata, workload, { live: metadata.uid !== undefined, admitted: false, place })
    }
    return undefined
  }

  const takeSecret: Take = ({ object, place }) => {
    const namespace = namespaceOf(object)
    inventory.secretNamespaces.add(namespace)
    if (isLive(object)) inventory.liveSecretNamespaces.add(namespace)
    const { name } = metadataOf(object)
    if (typeof name !== 'string' || name === '') return 'metadata.name: required'
    const key = keyOf(namespace, name)
    if (!isLive(object)) inventory.secretPlaces.set(key, place)
    if (!isPullSecret(object['type'])) {
      inventory.otherSecrets.set(key, typeof object['type'] === 'string' ? object['type'] : 'Opaque')
      return undefined
    }
    return into(decode.secret, completed(withStringData(object), namespace), (_, secret) =>
      inventory.pullSecrets.upsert(key, secret),
    )
  }

  const takeRuntimeClass: Take = ({ object }) => {
    const read = readRuntimeClass(object)
    if (read instanceof Problem) return read.text
    const { metadata, handler, scheduling, overhead } = read
    const podFixed = toResources(overhead.podFixed)
    inventory.runtimeClasses.set(metadata.name, {
      name: metadata.name,
      handler,
      nodeSelector: scheduling.nodeSelector,
      scheduling: { nodeSelector: scheduling.nodeSelector, tolerations: scheduling.tolerations.map(toToleration) },
      ...(podFixed !== undefined && { overhead: podFixed }),
    })
    return undefined
  }

  const takers: Readonly<Record<string, Take>> = {
    Pod: takePod,
    Deployment: takeTemplate,
    StatefulSet: takeTemplate,
    DaemonSet: takeTemplate,
    ReplicaSet: takeTemplate,
    ReplicationController: takeTemplate,
    Job: takeTemplate,
    CronJob: takeTemplate,
    Secret: takeSecret,
    RuntimeClass: takeRuntimeClass,
    ImagePolicy: ({ object, place }) =>
      into(decode.policy, object, (name, given) =>
        inventory.policies.set(`${given.live ? 'live' : 'manifest'}/${name}`, { given, ...(!given.live && { place }) }),
      ),
    Namespace: ({ object }) =>
      into(decode.namespace, withNameLabel(object), (name, namespace) => inventory.namespaces.set(name, namespace)),
    Node: ({ object }) => into(decode.node, object, (key, node) => inventory.nodes.set(key, node)),
    ServiceAccount: ({ object }) =>
      into(decode.account, completed(object, namespaceOf(object)), (key, account) =>
        inventory.serviceAccounts.set(key, account),
      ),
    Event: ({ object }) =>
      into(decode.event, completed(asCoreEvent(object), namespaceOf(object)), (key, seen) => {
        if (seen.kind === 'observed') inventory.events.upsert(key, seen.event)
      }),
  }
  const clusterScoped = new Set(['Node', 'RuntimeClass', 'ImagePolicy', 'Namespace'])

  return (given) => {
    const take = takers[given.kind]
    if (take === undefined || (!clusterScoped.has(given.kind) && !isWanted(given.object))) {
      inventory.skipped += 1
      return undefined
    }
    inventory.objects += 1
    return take(given)
  }
}
