import { type JsonObject, objectAt, textAt } from '../../apiserver/json.ts'
import { nameOf, namespaceOf, timestamp, uidOf } from '../objects.ts'
import { containerId, fullImage, imageId, invalidNameMessage } from './image.ts'
import type { Outcome } from './outcome.ts'

/** How far a failing container has come: the first failure shows its cause, later ones a back-off. */
export type Stage = 'first' | 'backOff'

export interface ContainerEvent {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

/** What a container shows, and the events that say how it came to it. */
export interface Shown {
  readonly status: JsonObject
  readonly events: readonly ContainerEvent[]
}

const normal = (reason: string, message: string): ContainerEvent => ({ type: 'Normal', reason, message })
const warning = (reason: string, message: string): ContainerEvent => ({ type: 'Warning', reason, message })

const base = (container: JsonObject): JsonObject => ({
  name: textAt(container, 'name'),
  image: textAt(container, 'image'),
  imageID: '',
  ready: false,
  started: false,
  restartCount: 0,
  lastState: {},
})

/** A container that waits. */
export const waiting = (container: JsonObject, reason: string, message = ''): JsonObject => ({
  ...base(container),
  state: { waiting: { reason, ...(message && { message }) } },
})

const started = (pod: JsonObject, container: JsonObject, restart: number): JsonObject => ({
  ...base(container),
  image: fullImage(textAt(container, 'image')),
  imageID: imageId(textAt(container, 'image')),
  containerID: containerId(uidOf(pod), textAt(container, 'name'), restart),
  restartCount: restart,
})

const pullEvents = (image: string): readonly ContainerEvent[] => [
  normal('Pulling', `Pulling image "${image}"`),
  normal(
    'Pulled',
    `Successfully pulled image "${image}" in 120ms (120ms including waiting). Image size: 3208942 bytes.`,
  ),
]

const STARTED = [normal('Created', 'Container created'), normal('Started', 'Container started')]

/** pkg/kubelet/images/image_manager.go and kuberuntime_container.go, v1.36: states and texts of a failed pull. */
const pullFailure = (
  container: JsonObject,
  reason: string,
  pullMessage: string,
  waitingMessage: string,
  stage: Stage,
): Shown => {
  const image = textAt(container, 'image')
  if (stage === 'first')
    return {
      status: waiting(container, reason, waitingMessage),
      events: [
        normal('Pulling', `Pulling image "${image}"`),
        warning('Failed', `Failed to pull image "${image}": ${pullMessage}`),
        warning('Failed', `Error: ${reason}`),
      ],
    }
  return {
    status: waiting(container, 'ImagePullBackOff', `Back-off pulling image "${image}": ${reason}: ${waitingMessage}`),
    events: [normal('BackOff', `Back-off pulling image "${image}"`), warning('Failed', 'Error: ImagePullBackOff')],
  }
}

const criFailure = (
  container: JsonObject,
  { reason, message }: Extract<Outcome, { is: 'pullFails' }>,
  stage: Stage,
): Shown => {
  if (reason === undefined) return pullFailure(container, 'ErrImagePull', message, message, stage)
  const because = reason === 'RegistryUnavailable' ? 'the registry is unavailable' : 'the signature validation failed'
  const told = `image pull failed for ${textAt(container, 'image')} because ${because}: ${message}`
  return pullFailure(container, reason, `${reason}: ${message}`, told, stage)
}

/**
 * A container whose postStart hook fails is killed; what it said when it ended is its own affair, and often exit 0. Its
 * end shows as the last state even before it was started again.
 */
const hookFailure = (pod: JsonObject, container: JsonObject, message: string, stage: Stage): Shown => {
  const name = textAt(container, 'name')
  const at = timestamp()
  const ended = {
    exitCode: 0,
    reason: 'Completed',
    startedAt: at,
    finishedAt: at,
    containerID: containerId(uidOf(pod), name, 0),
  }
  const lastState = { terminated: ended }
  if (stage === 'first')
    return {
      status: {
        ...started(pod, container, 0),
        lastState,
        state: { waiting: { reason: 'PostStartHookError', message } },
      },
      events: [
        ...pullEvents(textAt(container, 'image')),
        ...STARTED,
        warning('FailedPostStartHook', 'PostStartHook failed'),
        normal('Killing', 'FailedPostStartHook'),
      ],
    }
  const full = `${nameOf(pod)}_${namespaceOf(pod)}(${uidOf(pod)})`
  const backOff = `back-off 10s restarting failed container=${name} pod=${full}`
  return {
    status: {
      ...started(pod, container, 1),
      lastState,
      state: { waiting: { reason: 'CrashLoopBackOff', message: backOff } },
    },
    events: [warning('BackOff', `Back-off restarting failed container ${name} in pod ${full}`)],
  }
}

const running = (pod: JsonObject, container: JsonObject, exitCode: number | undefined, restartable: boolean): Shown => {
  const at = timestamp()
  const events = [...pullEvents(textAt(container, 'image')), ...STARTED]
  const status = started(pod, container, 0)
  if (exitCode === undefined)
    return { status: { ...status, ready: true, started: true, state: { running: { startedAt: at } } }, events }
  const reason = exitCode === 0 ? 'Completed' : 'Error'
  return {
    status: {
      ...status,
      ready: exitCode === 0 && !restartable,
      state: { terminated: { exitCode, reason, startedAt: at, finishedAt: at } },
    },
    events,
  }
}

/** What a container shows for an outcome. `init` containers end, and so do all of a pod that is not restarted always. */
export const show = (pod: JsonObject, container: JsonObject, outcome: Outcome, stage: Stage, init: boolean): Shown => {
  const image = textAt(container, 'image')
  switch (outcome.is) {
    case 'running': {
      const policy = textAt(objectAt(pod, 'spec'), 'restartPolicy')
      const sidecar = init && textAt(container, 'restartPolicy') === 'Always'
      const ends = (init && !sidecar) || policy === 'Never' || policy === 'OnFailure'
      return running(pod, container, outcome.exitCode ?? (ends ? 0 : undefined), !init)
    }
    case 'pullFails':
      return criFailure(container, outcome, stage)
    case 'invalidName':
      return {
        status: waiting(container, 'InvalidImageName', invalidNameMessage(image)),
        events: [warning('InspectFailed', invalidNameMessage(image)), warning('Failed', 'Error: InvalidImageName')],
      }
    case 'neverPresent': {
      const message = `Container image "${image}" is not present with pull policy of Never`
      return {
        status: waiting(container, 'ErrImageNeverPull', message),
        events: [warning('ErrImageNeverPull', message), warning('Failed', 'Error: ErrImageNeverPull')],
      }
    }
    case 'secretsUnusable':
      return {
        status: waiting(container, outcome.message, outcome.message),
        events: [warning('Failed', `Error: ${outcome.message}`)],
      }
    case 'hookFails':
      return hookFailure(pod, container, outcome.message, stage)
    case 'startFails':
      return {
        status: waiting(container, outcome.reason, outcome.message),
        events: [warning('Failed', `Error: ${outcome.message}`)],
      }
    case 'pulling':
      return {
        status: waiting(container, init ? 'PodInitializing' : 'ContainerCreating'),
        events: [normal('Pulling', `Pulling image "${image}"`)],
      }
    default:
      return outcome satisfies never
  }
}

/** Whether a failure of this kind goes on to a back-off state. */
export const backsOff = ({ is }: Outcome): boolean => is === 'pullFails' || is === 'hookFails'
