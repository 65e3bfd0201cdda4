import type { CoreV1Event, V1ContainerStatus, V1Pod } from '@kubernetes/client-node'

const stateOf = ({ name, state, restartCount }: V1ContainerStatus): string => {
  const restarts = restartCount > 0 ? `, ${restartCount} restarts` : ''
  const { waiting, terminated } = state ?? {}
  if (waiting) return `${name} waits${restarts}: ${waiting.reason}: ${waiting.message ?? ''}`
  if (terminated)
    return `${name} ended ${terminated.exitCode}${restarts}: ${terminated.reason} ${terminated.message ?? ''}`
  return `${name} runs${restarts}`
}

/** Statuses of all containers of a pod: init, regular and ephemeral. */
export const containersOf = ({ status }: V1Pod): readonly V1ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
  ...(status?.ephemeralContainerStatuses ?? []),
]

/** What a person would look at first, a line for each container: for the message of a test that waited in vain. */
export const describePods = (pods: readonly V1Pod[]): string =>
  pods
    .map((pod) => {
      const secrets = (pod.spec?.imagePullSecrets ?? []).map(({ name }) => name).join(', ')
      const containers = containersOf(pod).map((status) => `\n    ${stateOf(status)}`)
      return `  pod ${pod.metadata?.name} ${pod.status?.phase}, pull secrets [${secrets}]${containers.join('')}`
    })
    .join('\n') || '  no pods'

export const describeEvents = (events: readonly CoreV1Event[]): string =>
  events
    .slice(-15)
    .map(
      ({ involvedObject, reason, message }) => `  ${involvedObject.kind}/${involvedObject.name} ${reason}: ${message}`,
    )
    .join('\n')
