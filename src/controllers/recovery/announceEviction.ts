import type { StuckPod } from '../../domain/recovery/stuckPod.ts'
import type { EventRecorder } from '../../observe/eventRecorder.ts'

/** Puts an eviction as one Event on the pod that is going. */
export const announceEviction = (recorder: EventRecorder, { pod, managed, denied }: StuckPod): void => {
  recorder.record({
    involved: { apiVersion: 'v1', kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid },
    type: 'Normal',
    reason: 'EvictedForCredentials',
    message: `Evicted for ImagePolicy ${managed.policy}: it was created before ServiceAccount ${pod.serviceAccountName} had pull secret ${managed.secretName}, and could not pull ${[...new Set(denied)].join(', ')}. Its replacement carries the name.`,
    action: 'Evict',
    key: 'evicted',
  })
}
