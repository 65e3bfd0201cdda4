import type { ObservedEvent } from '../../objects/event.ts'
import type { Pod, WaitingContainer } from '../../objects/pod.ts'
import type { Symptom } from './symptom.ts'

/** A hook's own words may hold anything, secrets too; kubelet keeps them out of Events since 1.26, and so do we. */
const failure = { class: 'HookFailed', reason: 'PostStart', text: '' } as const

const hookFailed = (
  { container, reason }: WaitingContainer,
  pod: Pod,
  events: () => readonly ObservedEvent[],
): boolean => {
  if (reason === 'PostStartHookError') return true
  if (reason !== 'CrashLoopBackOff') return false
  const declares = pod.containers.some(({ name, postStart }) => name === container && postStart)
  return (
    declares &&
    events().some((event) => event.reason === 'FailedPostStartHook' && event.involved.container === container)
  )
}

/**
 * Containers that a postStart hook keeps from starting. Behind CrashLoopBackOff only the Event tells, for the last
 * state may say exit 0. A preStop hook that fails runs when a container ends, and keeps none from starting.
 */
export const hookSymptoms = (pod: Pod, events: () => readonly ObservedEvent[]): readonly Symptom[] =>
  pod.waiting.flatMap((waiting) => {
    if (!hookFailed(waiting, pod, events)) return []
    const image = pod.containers.find(({ name }) => name === waiting.container)?.image
    return [
      { part: { kind: 'container', name: waiting.container }, ...(image !== undefined && { image }), failure } as const,
    ]
  })
