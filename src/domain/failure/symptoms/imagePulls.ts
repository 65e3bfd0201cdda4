import type { ObservedEvent } from '../../objects/event.ts'
import type { Container, Pod, WaitingContainer } from '../../objects/pod.ts'
import { classify } from '../classify.ts'
import type { Failure } from '../failure.ts'
import type { FailingPart } from '../finding.ts'
import { strip } from '../strip.ts'
import { oursAtStart } from './crashes.ts'
import { isFailedPull, newestEvent, warnsOfUnreadSecrets } from './events.ts'
import type { Symptom } from './symptom.ts'

/** An open set: what speaks of an image, a registry or a signature is about the image (pkg/kubelet/images, cri-api). */
const aboutAnImage = /^(?:Err)?(?:Image|Registry|Signature|InvalidImage)[A-Za-z]*$/

/** These stop a container for many reasons; ours are an image for other machines, and one that is damaged on the node. */
const aboutAStart: ReadonlySet<string> = new Set(['CreateContainerError', 'RunContainerError'])

/** kubelet's reasons are single words; on 1.36 the text of a parse error stands in their place. */
const isErrorText = (reason: string): boolean => /\s/.test(reason)

interface Pulled {
  readonly part: FailingPart
  readonly image: string
}

/** Whether a text speaks of an image; kubelet adds the default tag to it. */
const names = (text: string, image: string): boolean =>
  image !== '' && (text.includes(`"${image}"`) || text.includes(`"${image}:latest"`) || text.includes(`//${image}`))

const isPullFailure = (event: ObservedEvent): boolean => event.reason === 'InspectFailed' || isFailedPull(event)

/**
 * A volume's image that cannot be pulled makes the containers that mount it wait as if it were their own
 * (toKubeContainerImageVolumes, pkg/kubelet/kuberuntime, v1.36): the text tells, or the pod's events, which name no
 * container.
 */
const pulledFor = (container: Container, pod: Pod, message: string, events: readonly ObservedEvent[]): Pulled => {
  const own: Pulled = { part: { kind: 'container', name: container.name }, image: container.image }
  if (pod.imageVolumes.length === 0 || names(message, container.image)) return own
  const volume =
    pod.imageVolumes.find(({ reference }) => names(message, reference)) ??
    (events.some((event) => event.involved.container === container.name && isPullFailure(event))
      ? undefined
      : pod.imageVolumes.find(({ reference }) =>
          events.some(
            (event) =>
              event.involved.container === undefined && isPullFailure(event) && names(event.message, reference),
          ),
        ))
  return volume === undefined ? own : { part: { kind: 'volume', name: volume.name }, image: volume.reference }
}

/** Up to kubelet 1.31 the waiting message of a back-off says no cause: the Event of the failed pull before it did. */
const causeInEvents = ({ part, image }: Pulled, events: readonly ObservedEvent[]): string => {
  const container = part.kind === 'container' ? part.name : undefined
  const failed = newestEvent(
    events,
    (event) => event.involved.container === container && isPullFailure(event) && names(event.message, image),
  )
  return failed?.message ?? ''
}

const untold = (pulled: Pulled, events: readonly ObservedEvent[]): Failure => {
  const failure = classify({ message: '', image: pulled.image })
  return events.some(warnsOfUnreadSecrets) ? { ...failure, class: 'PullSecretMissing' } : failure
}

const failureOf = (waiting: WaitingContainer, pulled: Pulled, events: readonly ObservedEvent[]): Failure => {
  const waitingReason = waiting.reason
  const told =
    strip(waiting.message) === '' && !isErrorText(waitingReason) ? causeInEvents(pulled, events) : waiting.message
  const failure = classify({ waitingReason, message: told, image: pulled.image })
  return failure.class === 'Unknown' && failure.text === '' ? untold(pulled, events) : failure
}

const isOurs = (reason: string, failure: Failure): boolean => {
  if (aboutAnImage.test(reason)) return true
  if (isErrorText(reason)) return failure.class !== 'Unknown'
  return aboutAStart.has(reason) && oursAtStart.has(failure.class)
}

const mayBeOurs = (reason: string): boolean =>
  aboutAnImage.test(reason) || isErrorText(reason) || aboutAStart.has(reason)

/** Every container, of any role, that waits for an image, its own or a volume's. */
export const imagePullSymptoms = (pod: Pod, eventsOfPod: () => readonly ObservedEvent[]): readonly Symptom[] =>
  pod.waiting.flatMap((waiting) => {
    const container = pod.containers.find(({ name }) => name === waiting.container)
    if (container === undefined || !mayBeOurs(waiting.reason)) return []
    const events = eventsOfPod()
    const pulled = pulledFor(container, pod, waiting.message, events)
    const failure = failureOf(waiting, pulled, events)
    return isOurs(waiting.reason, failure) ? [{ ...pulled, failure }] : []
  })
