import type { FailureClass } from '../cause.ts'
import type { ObservedEvent } from '../../objects/event.ts'
import type { Pod } from '../../objects/pod.ts'
import { classify } from '../classify.ts'
import { newestEvent } from './events.ts'
import type { Symptom } from './symptom.ts'

const beforeSandbox: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing'])

/** Nothing of the pod has shown a sign that its sandbox exists. */
const mayLackSandbox = ({ waiting, containers, pulled, hasRun }: Pod): boolean =>
  !hasRun &&
  pulled.length === 0 &&
  waiting.length >= containers.filter(({ role }) => role !== 'ephemeral').length &&
  waiting.every(({ reason }) => beforeSandbox.has(reason))

/** Networks and volumes keep sandboxes from being made as well; these are not about images and runtimes. */
const ours: ReadonlySet<FailureClass> = new Set([
  'RuntimeHandlerMissing',
  'RuntimeClassNotFound',
  'NodeRuntimeUnavailable',
])

/** The pause image, which the runtime pulls with credentials of its own. */
const sandboxImage = /failed to (?:get|pull|ensure) (?:sandbox|pause) image "([^"]{1,512})"/

/** A pod whose sandbox cannot be made. An Event of a container that came after the failure says that it was made. */
export const sandboxSymptoms = (pod: Pod, events: () => readonly ObservedEvent[]): readonly Symptom[] => {
  if (!mayLackSandbox(pod)) return []
  const known = events()
  const failed = newestEvent(known, ({ reason }) => reason === 'FailedCreatePodSandBox')
  if (failed === undefined) return []
  if (known.some(({ involved, lastSeen }) => involved.container !== undefined && lastSeen >= failed.lastSeen)) return []
  const image = sandboxImage.exec(failed.message)?.[1]
  const failure = classify({ message: failed.message, ...(image !== undefined && { image }) })
  if (image === undefined && !ours.has(failure.class)) return []
  return [{ part: { kind: 'pod' }, ...(image !== undefined && { image }), failure }]
}
