import { creationSubject, reconcileCreation } from '../../../../src/controllers/detection/reconcileCreation.ts'
import { createStore } from '../../../../src/store/store.ts'
import { aFailedCreate } from '../../../support/builders/event.ts'
import { aWorld } from '../../../support/builders/world.ts'

const event = aFailedCreate('Error creating: pods "web-" is forbidden: pod rejected: RuntimeClass "kata" not found')
const { uid } = event.involved

const scene = () => {
  const store = createStore()
  const lastCreated = new Map<string, number>()
  const reconcile = reconcileCreation({
    store,
    world: aWorld(),
    cluster: { lookAtOwner: () => Promise.resolve({ replicaFailure: true, setsPullSecrets: false }) },
    recorder: { record() {}, known() {}, forgotten() {}, stop() {} },
    lastCreated,
  })
  const run = () => reconcile(uid, new AbortController().signal)
  return { store, lastCreated, run, found: () => store.findings.of(creationSubject(uid)) !== undefined }
}

test('an owner that cannot make pods is found, until it has made one, and again when it fails after that', async () => {
  const { store, lastCreated, run, found } = scene()
  store.events.upsert('team/e', event)
  await run()
  expect(found()).toBe(true)
  lastCreated.set(uid, event.lastSeen)
  await run()
  expect(found()).toBe(false)
  store.events.upsert('team/e', { ...event, lastSeen: event.lastSeen + 1 })
  await run()
  expect(found()).toBe(true)
})

test('once its Event has expired nothing of the owner is remembered: owners come and go for ever', async () => {
  const { store, lastCreated, run, found } = scene()
  store.events.upsert('team/e', event)
  lastCreated.set(uid, event.lastSeen)
  await run()
  expect(lastCreated.size).toBe(1)
  store.events.remove('team/e')
  await run()
  expect({ found: found(), remembered: lastCreated.size }).toEqual({ found: false, remembered: 0 })
})
