import { trimmedObject } from '../../node/record/trim.ts'
import { renamedObject } from '../../node/record/normalise.ts'
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from '../../support/apiserver/json.ts'
import { privateRegistry, pullFailures } from '../../support/puppets/index.ts'
import type { RecordedEvent } from '../../support/puppets/eventRecorder.ts'
import type { Outcome, Scenario } from '../../support/puppets/kubelet/outcome.ts'
import { noRuntime } from '../../support/puppets/kubelet/podTexts.ts'
import { NEW_POD, type PodMemory, syncPod } from '../../support/puppets/kubelet/syncPod.ts'
import { ofKind, recordedOn, recordedVersions, statesOf } from '../../support/recorded/fixtures.ts'
import { recordedPlace } from '../../support/recorded/place.ts'

/** The puppet kubelet plays the newest. */
const version = recordedVersions().at(-1) ?? ''
const recorded = recordedOn(version)
const shared = recorded.get('cluster')?.objects ?? []

const secretOf = (namespace: string, name: string): JsonObject | undefined =>
  ofKind(shared, 'Secret').find(
    ({ metadata }) => textAt(metadata, 'namespace') === namespace && textAt(metadata, 'name') === name,
  )

/** The private registry of the node: it asks for a password, and has no token service. */
const registry = privateRegistry([
  { prefix: recordedPlace.image.private('').slice(0, -1), user: 'robot', password: 'not-known', challenge: 'Basic' },
])

/** Lets a recorded pod be born again, and a puppet kubelet look at it a few times. */
const play = async (pod: JsonObject, scenario: Scenario) => {
  const statuses: JsonObject[] = []
  const events: RecordedEvent[] = []
  const { status: _recorded, ...newborn } = pod
  let memory: PodMemory = NEW_POD
  for (let look = 0; look < 3; look++) {
    const seen: JsonObject = { ...newborn, status: statuses.at(-1) ?? {} }
    const synced = await syncPod(
      seen,
      {
        client: {
          patch: (_, patch) => {
            if (isObject(patch['status'])) statuses.push(patch['status'])
            return Promise.resolve(patch)
          },
          delete: () => Promise.resolve({}),
        },
        record: (event) => Promise.resolve(void events.push(event)),
        scenario,
        sandbox: ({ metadata }) => (textAt(metadata, 'name') === 'no-handler' ? noRuntime('nobody-has-it') : undefined),
        secret: secretOf,
      },
      memory,
    )
    memory = synced.memory
  }
  return { statuses, events }
}

/** What both sides tell of a pod's status, without addresses and what else a puppet has not. */
const toldIn = (status: JsonObject): JsonObject => {
  const conditions = objectsAt(status, 'conditions').map(({ type, status: holds, reason, message }) => ({
    type,
    status: holds,
    ...(reason !== undefined && { reason, message }),
  }))
  const told = ['phase', 'initContainerStatuses', 'containerStatuses'].map((field) => [field, status[field]])
  return renamedObject(trimmedObject({ ...Object.fromEntries(told), conditions }), new Map())
}

/** What is told, once each. */
const newsIn = (events: readonly Pick<RecordedEvent, 'type' | 'reason' | 'message'>[]): readonly string[] => {
  const texts = events.map(({ type, reason, message }) => `${type} ${reason}: ${message}`)
  return [...new Set(texts.map((text) => textAt(renamedObject({ text }, new Map()), 'text')))]
}

const eventIn = (event: JsonObject) => ({
  type: event['type'] === 'Warning' ? ('Warning' as const) : ('Normal' as const),
  reason: textAt(event, 'reason'),
  message: textAt(event, 'message'),
})

const withoutPull = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => !/^Normal Pull(?:ing|ed): /.test(text))

const fromImage =
  (outcome: (image: string) => Outcome): Scenario =>
  ({ image }) =>
    outcome(image)

const hookText = (pod: JsonObject): string =>
  textAt(objectAt(objectAt(objectsAt(objectAt(pod, 'status'), 'containerStatuses')[0], 'state'), 'waiting'), 'message')

describe(`the puppet kubelet tells what a real one of ${version} told`, () => {
  test.each<readonly [string, Scenario]>([
    ['anonymous', registry],
    ['wrong-password', registry],
    ['other-path', registry],
    ['absent-secret', registry],
    ['opaque-secret', registry],
    ['malformed-secret', registry],
    ['no-tag', fromImage(pullFailures.notFound)],
    ['no-repository', fromImage(pullFailures.notFound)],
    ['in-an-init-container', fromImage(pullFailures.notFound)],
    ['no-such-host', fromImage(pullFailures.noSuchHost)],
    ['proxy-down', fromImage(pullFailures.refused)],
    ['proxy-too-many-requests', fromImage(pullFailures.rateLimited)],
    ['uppercase', () => ({ is: 'invalidName' })],
    ['template', () => ({ is: 'invalidName' })],
    ['syntax', () => ({ is: 'invalidName' })],
    ['never', () => ({ is: 'neverPresent' })],
    ['no-handler', () => ({ is: 'running' })],
    ['pulls', () => ({ is: 'running' })],
  ])('%s', async (name, scenario) => {
    const recording = recorded.get(name)
    const [pod, ...more] = recording === undefined ? [] : statesOf(recording)
    if (recording === undefined || pod === undefined) throw new Error(`${name} is not recorded`)
    const { statuses, events } = await play(pod, scenario)
    expect(statuses.map(toldIn)).toEqual([pod, ...more].map((state) => toldIn(objectAt(state, 'status'))))
    expect(newsIn(events)).toEqual(newsIn(ofKind(recording.objects, 'Event').map(eventIn)))
  })

  test('post-start-fails, but for the pull: that image was on the node already', async () => {
    const recording = recorded.get('post-start-fails')
    const [pod, ...more] = recording === undefined ? [] : statesOf(recording)
    if (recording === undefined || pod === undefined) throw new Error('it is not recorded')
    const { statuses, events } = await play(pod, () => ({ is: 'hookFails', message: hookText(pod) }))
    expect(statuses.map(toldIn)).toEqual([pod, ...more].map((state) => toldIn(objectAt(state, 'status'))))
    expect(withoutPull(newsIn(events))).toEqual(withoutPull(newsIn(ofKind(recording.objects, 'Event').map(eventIn))))
  })
})
