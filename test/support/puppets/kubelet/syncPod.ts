import { equal, type JsonObject, objectAt, objectsAt, textAt } from '../../apiserver/json.ts'
import type { PuppetClient } from '../client.ts'
import type { Recorder } from '../eventRecorder.ts'
import { isDeleting, nameOf, namespaceOf, specOf, statusOf, uidOf } from '../objects.ts'
import { backsOff, show, type Shown, type Stage, waiting } from './containerStatus.ts'
import type { Outcome, SandboxScenario, Scenario } from './outcome.ts'
import { podStatusOf } from './podStatus.ts'
import { sandboxNotMade, secretsNotFound } from './podTexts.ts'

/** What a kubelet remembers of a pod between two looks at it. */
export interface PodMemory {
  readonly outcomes: Readonly<Record<string, Outcome>>
  readonly stages: Readonly<Record<string, Stage>>
  /** As last shown, so that times stay while nothing changes. */
  readonly statuses: Readonly<Record<string, JsonObject>>
  readonly complaint: string
}

export const NEW_POD: PodMemory = { outcomes: {}, stages: {}, statuses: {}, complaint: '' }

export interface PodSync {
  readonly client: Pick<PuppetClient, 'patch' | 'delete'>
  readonly record: Recorder
  readonly scenario: Scenario
  readonly sandbox: SandboxScenario
  readonly secret: (namespace: string, name: string) => JsonObject | undefined
}

/** What one look at a pod came to. */
export interface Synced {
  readonly memory: PodMemory
  /** Whether a first failure is to become a back-off soon. */
  readonly again: boolean
}

const path = (pod: JsonObject) => `/api/v1/namespaces/${namespaceOf(pod)}/pods/${nameOf(pod)}`

const pullSecrets = (pod: JsonObject, { secret }: PodSync) => {
  const names = objectsAt(specOf(pod), 'imagePullSecrets').map((reference) => textAt(reference, 'name'))
  const found = names.map((name) => secret(namespaceOf(pod), name))
  return {
    secrets: found.filter((each) => each !== undefined),
    missing: names.filter((_, index) => found[index] === undefined),
  }
}

interface Look {
  readonly shown: readonly (readonly [container: JsonObject, Shown])[]
  readonly memory: PodMemory
  readonly again: boolean
}

/** Looks at containers in their order; an init container that has not ended holds back what comes after it. */
const lookAt = (
  pod: JsonObject,
  containers: readonly JsonObject[],
  init: boolean,
  ask: (container: JsonObject) => Outcome,
  memory: PodMemory,
): Look => {
  let look: Look = { shown: [], memory, again: false }
  for (const container of containers) {
    const name = textAt(container, 'name')
    const held =
      init &&
      look.shown.some(
        ([, { status }]) =>
          objectAt(objectAt(status, 'state'), 'terminated')['exitCode'] !== 0 && status['started'] !== true,
      )
    const before = memory.outcomes[name]
    const outcome: Outcome = held ? { is: 'pulling' } : before?.is === 'running' ? before : ask(container)
    const same = before !== undefined && equal({ ...before }, { ...outcome })
    const stage: Stage = same && backsOff(outcome) ? 'backOff' : 'first'
    const unchanged = same && memory.stages[name] === stage
    const shown = held
      ? { status: waiting(container, 'PodInitializing'), events: [] }
      : show(pod, container, outcome, stage, init)
    const known = unchanged && !held ? memory.statuses[name] : undefined
    const now: Shown = known ? { status: known, events: [] } : shown
    look = {
      shown: [...look.shown, [container, now]],
      memory: {
        ...look.memory,
        outcomes: { ...look.memory.outcomes, [name]: outcome },
        stages: { ...look.memory.stages, [name]: stage },
        statuses: { ...look.memory.statuses, [name]: now.status },
      },
      again: look.again || (stage === 'first' && backsOff(outcome)),
    }
  }
  return look
}

const report = async (pod: JsonObject, { record }: PodSync, init: boolean, { shown }: Look): Promise<void> => {
  for (const [container, { events }] of shown)
    for (const event of events)
      await record({
        about: pod,
        fieldPath: `spec.${init ? 'initContainers' : 'containers'}{${textAt(container, 'name')}}`,
        ...event,
      })
}

const complain = async (
  pod: JsonObject,
  { record }: PodSync,
  memory: PodMemory,
  reason: string,
  message: string,
): Promise<PodMemory> => {
  if (memory.complaint === message) return memory
  if (message !== '') await record({ about: pod, type: 'Warning', reason, message })
  return { ...memory, complaint: message }
}

const writeStatus = async (pod: JsonObject, { client }: PodSync, status: JsonObject): Promise<void> => {
  const old = statusOf(pod)
  const differs = Object.entries(status).some(([key, value]) => !equal(old[key], value))
  if (differs) await client.patch(`${path(pod)}/status`, { metadata: { uid: uidOf(pod) }, status })
}

/** Looks at a pod once, and makes its status and events what kubelet would make them. */
export const syncPod = async (pod: JsonObject, sync: PodSync, memory: PodMemory): Promise<Synced> => {
  if (isDeleting(pod)) {
    await sync.client.delete(path(pod), { gracePeriodSeconds: 0, preconditions: { uid: uidOf(pod) } })
    return { memory, again: false }
  }
  const inits = objectsAt(specOf(pod), 'initContainers')
  const containers = objectsAt(specOf(pod), 'containers')
  const sandbox = sync.sandbox(pod)
  if (sandbox !== undefined) {
    const created = containers.map((container) =>
      waiting(container, inits.length > 0 ? 'PodInitializing' : 'ContainerCreating'),
    )
    await writeStatus(
      pod,
      sync,
      podStatusOf(
        pod,
        inits.map((container) => waiting(container, 'PodInitializing')),
        created,
        { hasSandbox: false },
      ),
    )
    return {
      memory: await complain(pod, sync, memory, 'FailedCreatePodSandBox', sandboxNotMade(sandbox)),
      again: false,
    }
  }

  const { secrets, missing } = pullSecrets(pod, sync)
  const missingText = missing.length === 0 ? '' : secretsNotFound(missing)
  const complained = await complain(pod, sync, memory, 'FailedToRetrieveImagePullSecret', missingText)

  const ask = (container: JsonObject) => sync.scenario({ image: textAt(container, 'image'), container, pod, secrets })
  const first = lookAt(pod, inits, true, ask, complained)
  const initStatuses = first.shown.map(([, { status }]) => status)
  const initialized = initStatuses.every(
    (status) => objectAt(objectAt(status, 'state'), 'terminated')['exitCode'] === 0 || status['started'] === true,
  )
  const then: Look = initialized
    ? lookAt(pod, containers, false, ask, first.memory)
    : {
        shown: containers.map((container) => [
          container,
          { status: waiting(container, 'PodInitializing'), events: [] },
        ]),
        memory: first.memory,
        again: false,
      }

  await writeStatus(
    pod,
    sync,
    podStatusOf(
      pod,
      initStatuses,
      then.shown.map(([, { status }]) => status),
    ),
  )
  await report(pod, sync, true, first)
  await report(pod, sync, false, then)
  return { memory: then.memory, again: first.again || then.again }
}
