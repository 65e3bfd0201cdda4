import { setTimeout as sleep } from 'node:timers/promises'
import { type JsonObject, objectAt, objectsAt, parseJson, textAt } from '../../support/apiserver/json.ts'
import type { Scene } from '../support/scene.ts'
import { type Ending, endingOf, RUNNING, type Told } from './endings.ts'

/** A pod that has told all it has to tell. */
export interface RecordedPod {
  readonly name: string
  /** As it was first seen in each of its ending's states, in their order. */
  readonly states: readonly JsonObject[]
  readonly events: readonly JsonObject[]
}

export const nameOf = (object: JsonObject): string => textAt(objectAt(object, 'metadata'), 'name')

export const aboutOf = (event: JsonObject): string => textAt(objectAt(event, 'involvedObject'), 'name')

/** Told by kubelet or a controller of workloads; that a pod was scheduled is no news here. */
export const isTelling = (event: JsonObject): boolean =>
  ['kubelet', 'replicaset-controller'].includes(textAt(objectAt(event, 'source'), 'component'))

export const listed = async ({ kubectl }: Scene, ...kinds: readonly string[]): Promise<readonly JsonObject[]> =>
  objectsAt(parseJson(await kubectl('get', kinds.join(), '--output=json')), 'items')

/** Why the container that holds the pod up waits; a container that waits for another does not. */
const stateOf = (pod: JsonObject): string => {
  const status = objectAt(pod, 'status')
  const reasons = ['initContainerStatuses', 'containerStatuses']
    .flatMap((list) => objectsAt(status, list))
    .map((container) => textAt(objectAt(objectAt(container, 'state'), 'waiting'), 'reason'))
    .filter((reason) => reason !== '' && reason !== 'PodInitializing')
  return reasons[0] ?? (textAt(status, 'phase') === 'Running' ? RUNNING : '')
}

const toldOf = (events: readonly JsonObject[]): readonly Told[] =>
  events.map((event) => ({ reason: textAt(event, 'reason'), message: textAt(event, 'message') }))

const patience = { milliseconds: 300_000, everyMilliseconds: 200 }

/**
 * Watches pods of the scene until each has told all it has to tell. States come and go within a second or two: what is
 * missed at the first try of a pull is seen at a later one. Throws with what is missing when it takes too long.
 */
export const watchPods = async (scene: Scene, names: readonly string[]): Promise<readonly RecordedPod[]> => {
  const seen = new Map(names.map((name) => [name, new Map<string, JsonObject>()]))
  const done = new Map<string, RecordedPod>()
  const deadline = performance.now() + patience.milliseconds

  const look = async (): Promise<void> => {
    const objects = await listed(scene, 'pods', 'events')
    const events = objects.filter(({ kind }) => kind === 'Event')
    for (const pod of objects.filter(({ kind }) => kind === 'Pod')) {
      const states = seen.get(nameOf(pod))
      if (states && !states.has(stateOf(pod))) states.set(stateOf(pod), pod)
    }
    for (const [name, states] of seen) {
      const about = events.filter((event) => aboutOf(event) === name && isTelling(event))
      const ending: Ending | undefined = done.has(name) ? undefined : endingOf(new Set(states.keys()), toldOf(about))
      if (ending === undefined) continue
      const inOrder = ending.states.map((state) => states.get(state)).filter((pod) => pod !== undefined)
      done.set(name, { name, states: inOrder, events: about })
    }
  }
  while (done.size < names.length) {
    await look()
    if (performance.now() > deadline) {
      const open = [...seen].filter(([name]) => !done.has(name))
      const shown = open.map(([name, states]) => `${name}: ${[...states.keys()].join(', ') || 'nothing'}`)
      throw new Error(`pods that have not told all that is expected of them, and their states: ${shown.join('; ')}`)
    }
    await sleep(patience.everyMilliseconds)
  }
  return names.flatMap((name) => done.get(name) ?? [])
}
