import type { FailureClass } from '../cause.ts'
import type { ObservedEvent } from '../../objects/event.ts'
import type { Pod } from '../../objects/pod.ts'
import { classify } from '../classify.ts'
import { newestEvent } from './events.ts'
import type { Symptom } from './symptom.ts'

/** Why a start fails that is ours to name: the image is for other machines, or damaged on the node. */
export const oursAtStart: ReadonlySet<FailureClass> = new Set(['PlatformMismatch', 'CorruptContent'])

/**
 * Containers whose start fails for their image, behind CrashLoopBackOff: the waiting message says only that kubelet
 * holds back, but the Event of the last start that failed has the runtime's text.
 */
export const crashSymptoms = (pod: Pod, eventsOfPod: () => readonly ObservedEvent[]): readonly Symptom[] =>
  pod.waiting.flatMap(({ container: name, reason }) => {
    const container = pod.containers.find((each) => each.name === name)
    if (container === undefined || reason !== 'CrashLoopBackOff') return []
    const failed = newestEvent(
      eventsOfPod(),
      (event) => event.reason === 'Failed' && event.involved.container === name && event.message.startsWith('Error: '),
    )
    if (failed === undefined) return []
    const { image } = container
    const failure = classify({ message: failed.message, image })
    return oursAtStart.has(failure.class) ? [{ part: { kind: 'container', name }, image, failure } as const] : []
  })
