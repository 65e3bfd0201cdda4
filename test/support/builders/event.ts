import type { ObservedEvent } from '../../../src/domain/objects/event.ts'
import type { Pod } from '../../../src/domain/objects/pod.ts'

interface EventParts {
  readonly reason: string
  readonly message: string
  readonly container?: string
  readonly lastSeen?: number
  readonly name?: string
}

/** An Event of kubelet on a pod, or on one container of it. */
export const aPodEvent = (
  pod: Pod,
  { reason, message, container, lastSeen = 1_700_000_100, name }: EventParts,
): ObservedEvent => ({
  namespace: pod.namespace,
  name: name ?? `${pod.name}.${reason}`,
  involved: {
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: pod.namespace,
    name: pod.name,
    uid: pod.uid,
    ...(container !== undefined && { container }),
  },
  reason,
  message,
  lastSeen,
})

/** A FailedCreate of the ReplicaSet controller. */
export const aFailedCreate = (message: string): ObservedEvent => ({
  namespace: 'team',
  name: 'web-6d4b75cb6d.1',
  involved: { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'team', name: 'web-6d4b75cb6d', uid: 'rs-uid-1' },
  reason: 'FailedCreate',
  message,
  lastSeen: 1_700_000_100,
})
