import type { ObservedEvent } from '../../objects/event.ts'
import type { Container, Pod, WaitingContainer } from '../../objects/pod.ts'
import type { Failure } from '../failure.ts'
import type { Symptom } from './symptom.ts'

/** A hook's own words may hold anything, secrets too; kubelet keeps them out of Events since 1.26, and so do we. */
const failed = (reason: 'PostStart' | 'PreStop', text: string): Failure => ({ class: 'HookFailed', reason, text })

/** Behind CrashLoopBackOff only the Event tells, for the last state may say exit 0. */
const behindCrashLoop = (
  { name, postStart, preStop }: Container,
  events: () => readonly ObservedEvent[],
): Failure | undefined => {
  const told = (reason: string): boolean =>
    events().some((event) => event.reason === reason && event.involved.container === name)
  if (postStart && told('FailedPostStartHook')) return failed('PostStart', 'Event FailedPostStartHook')
  // A postStart hook that fails has the preStop hook run, which may fail as well; by itself it ends no container.
  return preStop && told('FailedPreStopHook') ? failed('PreStop', 'Event FailedPreStopHook') : undefined
}

const hookFailure = (
  { reason }: WaitingContainer,
  container: Container | undefined,
  events: () => readonly ObservedEvent[],
): Failure | undefined => {
  if (reason === 'PostStartHookError') return failed('PostStart', reason)
  return reason === 'CrashLoopBackOff' && container !== undefined ? behindCrashLoop(container, events) : undefined
}

/** Containers that do not come to run, and whose hooks fail. */
export const hookSymptoms = (pod: Pod, events: () => readonly ObservedEvent[]): readonly Symptom[] =>
  pod.waiting.flatMap((waiting) => {
    const container = pod.containers.find(({ name }) => name === waiting.container)
    const failure = hookFailure(waiting, container, events)
    if (failure === undefined) return []
    const part = { kind: 'container', name: waiting.container } as const
    return [{ part, ...(container !== undefined && { image: container.image }), failure }]
  })
