import { type JsonObject, numberAt, objectAt, objectsAt, textAt } from '../json.ts'
import type { KubeObject } from '../object.ts'

const statuses = (pod: KubeObject) => objectsAt(objectAt(pod, 'status'), 'containerStatuses')
const initStatuses = (pod: KubeObject) => objectsAt(objectAt(pod, 'status'), 'initContainerStatuses')

export const podReady = (pod: KubeObject): string =>
  `${statuses(pod).filter((status) => status['ready'] === true).length}/${objectsAt(objectAt(pod, 'spec'), 'containers').length}`

export const podRestarts = (pod: KubeObject): number =>
  statuses(pod).reduce((sum, status) => sum + (numberAt(status, 'restartCount') ?? 0), 0)

const stateReason = (status: JsonObject): string => {
  const state = objectAt(status, 'state')
  const terminated = objectAt(state, 'terminated')
  return textAt(objectAt(state, 'waiting'), 'reason') || textAt(terminated, 'reason')
}

const failedInit = (status: JsonObject): string | undefined => {
  const { terminated, running } = objectAt(status, 'state')
  if (terminated !== undefined && numberAt(terminated, 'exitCode') === 0) return undefined
  if (terminated !== undefined) return `Init:${textAt(terminated, 'reason') || 'Error'}`
  const reason = stateReason(status)
  return running === undefined && reason !== '' && reason !== 'PodInitializing' ? `Init:${reason}` : undefined
}

/** The STATUS column of a pod: printPod in printers/internalversion/printers.go, v1.36, without readiness gates. */
export const podStatus = (pod: KubeObject): string => {
  const status = objectAt(pod, 'status')
  const gone = pod.metadata.deletionTimestamp !== undefined
  if (gone) return 'Terminating'
  const inits = initStatuses(pod)
  for (const [index, init] of inits.entries()) {
    const reason = failedInit(init)
    if (reason !== undefined) return reason
    if (objectAt(init, 'state')['terminated'] === undefined && init['started'] !== true)
      return `Init:${index}/${inits.length}`
  }
  const reasons = statuses(pod)
    .map(stateReason)
    .filter((reason) => reason !== '')
  return reasons[0] ?? (textAt(status, 'reason') || textAt(status, 'phase'))
}
