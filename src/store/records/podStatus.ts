import type { Container, Pod } from '../../domain/objects/pod.ts'
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

const notReadySince = ({ conditions }: StatusRecord): number | undefined =>
  conditions.find(({ type, status }) => type === 'ContainersReady' && status === 'False')?.lastTransitionTime

/** Reads a pod's status against its containers, in the order init, regular, ephemeral. */
export const projectPodStatus = (status: StatusRecord, containers: readonly Container[]): PodStatusView => {
  const { initContainerStatuses: init, containerStatuses: regular, ephemeralContainerStatuses: ephemeral } = status
  const all = [...init, ...regular, ...ephemeral]
  return {
    waiting: all.flatMap(({ name, state: { waiting } }) =>
      waiting === undefined ? [] : [{ container: name, reason: waiting.reason ?? '', message: waiting.message ?? '' }],
    ),
    pulled: all.flatMap(({ name, imageID }) => (imageID === undefined ? [] : [name])),
    hasRun: regular.some(hasRun) || hasSidecarRun(init, containers),
    notReadySince: notReadySince(status),
  }
}
