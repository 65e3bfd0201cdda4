import type { ObservedEvent } from '../objects/event.ts'
import type { Pod } from '../objects/pod.ts'
import type { FailureClass } from './cause.ts'
import { classify } from './classify.ts'
import type { PodFinding } from './finding.ts'
import { join } from './join/join.ts'
import { crashSymptoms } from './symptoms/crashes.ts'
import { hookSymptoms } from './symptoms/hooks.ts'
import { imagePullSymptoms } from './symptoms/imagePulls.ts'
import { isOver } from './symptoms/over.ts'
import { sandboxSymptoms } from './symptoms/sandbox.ts'
import type { Symptom } from './symptoms/symptom.ts'
import { toFinding } from './toFinding.ts'
import { inWords } from './words/phrases.ts'
import type { World } from './world.ts'

const none: readonly PodFinding[] = []

/** One volume keeps several containers waiting; it is one finding. */
const oncePerPart = (symptoms: readonly Symptom[]): readonly Symptom[] => {
  const seen = new Set<string>()
  return symptoms.filter(({ part }) => {
    const key = part.kind === 'pod' ? part.kind : `${part.kind}/${part.name}`
    return !seen.has(key) && seen.add(key)
  })
}

const subjectOf = ({ image = '', failure }: Symptom, { name, uid, runtimeClassName }: Pod) => ({
  image,
  failure,
  ownNames: [name, uid],
  ...(runtimeClassName !== undefined && { runtimeClassName }),
})

/**
 * What in a pod cannot start, and why, joined with what the cluster knows; empty for a pod that is well, ends, or fails
 * for reasons that are not about its images, hooks, pull secrets or runtime. Cheap while nothing waits. The answer
 * depends on nothing but its arguments, nor on the order of Events of one time or of Secrets.
 */
export const diagnosePod = (pod: Pod, world: World): readonly PodFinding[] => {
  if (pod.waiting.length === 0 || pod.deleting || pod.phase === 'Succeeded' || pod.phase === 'Failed') return none
  let known: readonly ObservedEvent[] | undefined
  const events = (): readonly ObservedEvent[] => (known ??= world.eventsOf(pod.uid))
  const symptoms = [imagePullSymptoms, hookSymptoms, crashSymptoms, sandboxSymptoms].flatMap((find) =>
    find(pod, events),
  )
  return oncePerPart(symptoms)
    .filter(({ failure }) => !isOver(failure, pod, world))
    .map((symptom) => toFinding(symptom, join(symptom, pod, world) ?? inWords(subjectOf(symptom, pod))))
}

/** What a refusal to create pods can be about, of ours: there is no pod, so there is nothing else to look at. */
const refusals: ReadonlySet<FailureClass> = new Set(['RuntimeClassNotFound', 'RuntimeClassConflict'])

/**
 * Why an owner cannot make pods, from the newest FailedCreate on it; empty when that is not about a RuntimeClass, or
 * when the class exists by now. A conflict names no class, so whether it is over the caller must see from the owner.
 */
export const diagnoseFailedCreate = (event: ObservedEvent, world: World): readonly PodFinding[] => {
  if (event.reason !== 'FailedCreate') return none
  const failure = classify({ message: event.message })
  if (!refusals.has(failure.class) || isOver(failure, {}, world)) return none
  return [toFinding({ part: { kind: 'pod' }, failure }, inWords({ image: '', failure, ownNames: [] }))]
}
