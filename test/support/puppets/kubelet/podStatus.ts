import { type JsonObject, objectAt, objectsAt, textAt } from '../../apiserver/json.ts'
import { conditionOf, specOf, timestamp } from '../objects.ts'

const IP = '10.244.0.10'

const condition = (pod: JsonObject, type: string, holds: boolean, reason = '', message = ''): JsonObject => {
  const old = conditionOf(pod, type)
  const status = holds ? 'True' : 'False'
  return {
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime: old?.['status'] === status ? (old['lastTransitionTime'] ?? timestamp()) : timestamp(),
    ...(!holds && reason && { reason, message }),
  }
}

const incompleteText = (names: readonly string[]): string => `containers with incomplete status: [${names.join(' ')}]`

const stateOf = (status: JsonObject) => objectAt(status, 'state')
const hasEnded = (status: JsonObject) => stateOf(status)['terminated'] !== undefined
const hasSucceeded = (status: JsonObject) => objectAt(stateOf(status), 'terminated')['exitCode'] === 0

const phaseOf = (pod: JsonObject, initialized: boolean, statuses: readonly JsonObject[]): string => {
  if (!initialized || statuses.length === 0) return 'Pending'
  if (statuses.every(hasEnded) && textAt(specOf(pod), 'restartPolicy') !== 'Always')
    return statuses.every(hasSucceeded) ? 'Succeeded' : 'Failed'
  const anyRan = statuses.some(
    (status) => stateOf(status)['running'] !== undefined || hasEnded(status) || textAt(status, 'containerID') !== '',
  )
  return anyRan ? 'Running' : 'Pending'
}

/** A pod's status from those of its containers, as kubelet's status manager makes it (pkg/kubelet/status/generate.go). */
export const podStatusOf = (
  pod: JsonObject,
  inits: readonly JsonObject[],
  statuses: readonly JsonObject[],
  { hasSandbox = true }: { readonly hasSandbox?: boolean } = {},
): JsonObject => {
  const spec = specOf(pod)
  const incomplete = inits
    .filter((status) => !hasSucceeded(status) && status['started'] !== true)
    .map((status) => textAt(status, 'name'))
  const initialized = incomplete.length === 0 && inits.length === objectsAt(spec, 'initContainers').length
  const phase = phaseOf(pod, initialized, statuses)
  const unready = statuses.filter((status) => status['ready'] !== true).map((status) => textAt(status, 'name'))
  const ready = phase === 'Running' && unready.length === 0
  const notReady = ['ContainersNotReady', `containers with unready status: [${unready.join(' ')}]`] as const
  const sandbox = [...inits, ...statuses].some((status) => textAt(status, 'containerID') !== '')
  const old = objectAt(pod, 'status')
  return {
    phase,
    startTime: textAt(old, 'startTime') || timestamp(),
    hostIP: '192.0.2.10',
    hostIPs: [{ ip: '192.0.2.10' }],
    ...(sandbox && { podIP: IP, podIPs: [{ ip: IP }] }),
    conditions: [
      condition(pod, 'PodReadyToStartContainers', hasSandbox),
      condition(pod, 'Initialized', initialized, 'ContainersNotInitialized', incompleteText(incomplete)),
      condition(pod, 'Ready', ready, ...notReady),
      condition(pod, 'ContainersReady', ready, ...notReady),
      condition(pod, 'PodScheduled', true),
    ],
    ...(inits.length > 0 && { initContainerStatuses: inits }),
    containerStatuses: statuses,
  }
}
