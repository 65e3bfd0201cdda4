import type { Container, Pod, WaitingContainer } from '../../domain/objects/pod.ts'
import type { PodRecord } from './podRecord.ts'

export interface PodStatusView extends Pick<Pod, 'waiting' | 'pulled' | 'hasRun'> {
  readonly notReadySince: number | undefined
}

type StatusRecord = PodRecord['status']
type ContainerStatus = StatusRecord['containerStatuses'][number]

/** kubelet sets any of these only once the container has been made, whatever became of it. */
const hasRun = ({ state, lastState, restartCount, started }: ContainerStatus): boolean =>
  state.running || state.terminated || lastState.terminated || restartCount > 0 || started

const hasSidecarRun = (statuses: readonly ContainerStatus[], containers: readonly Container[]): boolean =>
  statuses.some(
    (status) => hasRun(status) && containers.some(({ name, role }) => role === 'sidecar' && name === status.name),
  )

const notReadySince = ({ conditions }: StatusRecord): number | undefined => {
  for (const { type, status, lastTransitionTime } of conditions) {
    if (type === 'ContainersReady' && status === 'False') return lastTransitionTime
  }
  return undefined
}

const nothingWaits: readonly WaitingContainer[] = []

const waitingOf = ({ name, state: { waiting } }: ContainerStatus): readonly WaitingContainer[] =>
  waiting === undefined ? [] : [{ container: name, reason: waiting.reason ?? '', message: waiting.message ?? '' }]

const nameOf = ({ name }: ContainerStatus): string => name

const pulledOf = ({ name, imageID }: ContainerStatus): readonly string[] => (imageID === undefined ? [] : [name])

/** Reads a pod's status against its containers, in the order init, regular, ephemeral. */
export const projectPodStatus = (status: StatusRecord, containers: readonly Container[]): PodStatusView => {
  const { initContainerStatuses: init, containerStatuses: regular, ephemeralContainerStatuses: ephemeral } = status
  const all = init.length === 0 && ephemeral.length === 0 ? regular : [...init, ...regular, ...ephemeral]
  const waiting = all.some(({ state }) => state.waiting !== undefined) ? all.flatMap(waitingOf) : nothingWaits
  return {
    waiting,
    pulled: all.every(({ imageID }) => imageID !== undefined) ? all.map(nameOf) : all.flatMap(pulledOf),
    hasRun: regular.some(hasRun) || hasSidecarRun(init, containers),
    notReadySince: notReadySince(status),
  }
}
