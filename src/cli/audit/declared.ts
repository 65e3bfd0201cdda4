import type { DeclaredContainer, DeclaredPod } from '../../domain/audit/declaredPod.ts'
import { defaultGracePeriod } from '../../domain/lifecycle/stop.ts'
import type { Hook, Lifecycle } from '../../domain/lifecycle/hook.ts'
import type { ImagePullPolicy } from '../../domain/objects/pod.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'
import type { ResourceList } from '../../domain/quantity/quantity.ts'
import type { Toleration } from '../../domain/runtimeClass/tolerations.ts'
import type { DeclaredMetadata, DeclaredSpec } from '../../store/records/declaredPod.ts'
import { isMessage } from '../../store/records/json.ts'

type ContainerRecord = DeclaredSpec['containers'][number]
type HookRecord = NonNullable<ContainerRecord['lifecycle']['postStart']>
type TolerationRecord = DeclaredSpec['tolerations'][number]

const isPolicy = (word: unknown): word is ImagePullPolicy =>
  word === 'Always' || word === 'IfNotPresent' || word === 'Never'

const portOf = (port: unknown): { readonly port?: number | string } =>
  typeof port === 'number' || typeof port === 'string' ? { port } : {}

const toHook = ({ exec, httpGet, sleep, tcpSocket }: HookRecord): Hook => ({
  ...(exec !== undefined && { exec }),
  ...(httpGet !== undefined && {
    httpGet: {
      ...portOf(httpGet.port),
      ...(httpGet.path !== undefined && { path: httpGet.path }),
      ...(httpGet.host !== undefined && { host: httpGet.host }),
      ...(httpGet.scheme !== undefined && { scheme: httpGet.scheme }),
    },
  }),
  ...(sleep !== undefined && { sleep }),
  ...(tcpSocket !== undefined && {
    tcpSocket: { ...portOf(tcpSocket.port), ...(tcpSocket.host !== undefined && { host: tcpSocket.host }) },
  }),
})

const toLifecycle = ({ postStart, preStop, stopSignal }: ContainerRecord['lifecycle']): Lifecycle => ({
  ...(postStart !== undefined && { postStart: toHook(postStart) }),
  ...(preStop !== undefined && { preStop: toHook(preStop) }),
  ...(stopSignal !== undefined && { stopSignal }),
})

export const toToleration = ({ key, operator, value, effect, tolerationSeconds }: TolerationRecord): Toleration => ({
  ...(key !== undefined && { key }),
  ...(operator !== undefined && { operator }),
  ...(value !== undefined && { value }),
  ...(effect !== undefined && { effect }),
  ...(typeof tolerationSeconds === 'number' && { tolerationSeconds }),
})

/** A map of resources to amounts; undefined for anything else, which the API server would refuse. */
export const toResources = (value: unknown): ResourceList | undefined => {
  if (!isMessage(value)) return undefined
  const amounts = Object.entries(value).flatMap(([name, amount]) =>
    typeof amount === 'string' || typeof amount === 'number' ? [[name, amount] as const] : [],
  )
  return Object.fromEntries(amounts)
}

/** Architectures that every alternative of a required node affinity names; undefined when one leaves them open. */
const architecturesOf = ({ affinity }: DeclaredSpec): readonly string[] | undefined => {
  const { nodeSelectorTerms } = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution
  if (nodeSelectorTerms.length === 0) return undefined
  const perTerm = nodeSelectorTerms.map(({ matchExpressions }) =>
    matchExpressions.find(({ key, operator }) => key === 'kubernetes.io/arch' && operator === 'In'),
  )
  return perTerm.every((found) => found !== undefined) ? perTerm.flatMap(({ values }) => values) : undefined
}

const listIn = (value: unknown, key: string): readonly unknown[] => {
  const list: unknown = isMessage(value) ? value[key] : undefined
  return Array.isArray(list) ? list : []
}

/** A pod's or a template's spec inside an object as `kubectl apply` wrote it down. */
const specIn = (object: unknown): unknown => {
  const spec = isMessage(object) ? object['spec'] : undefined
  if (!isMessage(spec)) return undefined
  const template = isMessage(spec['jobTemplate']) ? specIn(spec['jobTemplate']) : spec['template']
  if (spec['jobTemplate'] !== undefined) return template
  return isMessage(template) ? template['spec'] : spec
}

/** By container the pull policy that stands in what was applied; undefined when that is not known. */
const writtenIn = (lastApplied: string | undefined): ReadonlyMap<unknown, unknown> | undefined => {
  if (lastApplied === undefined) return undefined
  try {
    const spec = specIn(JSON.parse(lastApplied))
    const containers = [...listIn(spec, 'containers'), ...listIn(spec, 'initContainers')].filter(isMessage)
    return new Map(
      containers.flatMap(({ name, imagePullPolicy }) =>
        imagePullPolicy === undefined ? [] : [[name, imagePullPolicy] as const],
      ),
    )
  } catch {
    return undefined
  }
}

export interface DeclaredAs {
  readonly workload: WorkloadRef
  readonly live: boolean
  readonly admitted: boolean
}

/** What an audit needs of a pod or a template. */
export const toDeclaredPod = (spec: DeclaredSpec, metadata: DeclaredMetadata, as: DeclaredAs): DeclaredPod => {
  const applied = writtenIn(metadata.annotations.lastApplied)
  const toContainer = ({ name, image, imagePullPolicy, lifecycle }: ContainerRecord): DeclaredContainer => {
    const appliedPolicy = as.live ? applied?.get(name) : undefined
    const written = as.live ? applied?.has(name) : imagePullPolicy !== undefined
    return {
      name,
      image: image ?? '',
      ...(isPolicy(imagePullPolicy) && { pullPolicy: imagePullPolicy }),
      ...(written !== undefined && { policyWritten: written }),
      ...(isPolicy(appliedPolicy) && { policyApplied: appliedPolicy }),
      lifecycle: toLifecycle(lifecycle),
    }
  }
  const grace = spec.terminationGracePeriodSeconds
  const architectures = architecturesOf(spec)
  const overhead = toResources(spec.overhead)
  return {
    ...as,
    containers: [...spec.initContainers, ...spec.containers].map(toContainer),
    imageVolumes: spec.volumes.flatMap(({ name, source: { image } }) =>
      image === undefined ? [] : [{ name, reference: image.reference ?? '' }],
    ),
    serviceAccountName: spec.serviceAccountName ?? 'default',
    imagePullSecrets: spec.imagePullSecrets.flatMap(({ name }) => name ?? []),
    ...(spec.runtimeClassName !== undefined && { runtimeClassName: spec.runtimeClassName }),
    nodeSelector: spec.nodeSelector,
    ...(architectures !== undefined && { architectures }),
    tolerations: spec.tolerations.map(toToleration),
    ...(overhead !== undefined && { overhead }),
    gracePeriod: typeof grace === 'number' ? grace : defaultGracePeriod,
  }
}
