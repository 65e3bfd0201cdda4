import { createInterner } from '../../../../src/store/intern.ts'
import { decodeEvent } from '../../../../src/store/records/event.ts'
import { eventFieldSelector, isTellingReason } from '../../../../src/store/records/eventReasons.ts'
import { recordOf, withValue, type Json } from './objects.ts'

const failed: Json = {
  metadata: {
    name: 'web-1.17f0a',
    namespace: 'team-a',
    uid: 'e-1',
    creationTimestamp: '2026-11-23T09:00:00Z',
  },
  involvedObject: {
    kind: 'Pod',
    namespace: 'team-a',
    name: 'web-1',
    uid: 'u-1',
    apiVersion: 'v1',
    resourceVersion: '12',
    fieldPath: 'spec.containers{app}',
  },
  reason: 'Failed',
  message: 'Failed to pull image "x": not found',
  source: { component: 'kubelet', host: 'node-1' },
  firstTimestamp: '2026-11-23T10:00:00Z',
  lastTimestamp: '2026-11-23T10:00:00Z',
  count: 3,
  type: 'Warning',
  eventTime: null,
  reportingComponent: 'kubelet',
  reportingInstance: 'node-1',
}

const decode = decodeEvent(createInterner())
const seenWith = (path: string, value: Json) => recordOf(decode(withValue(failed, path, value)))

test('an Event of kubelet', () => {
  expect(decode(failed)).toStrictEqual({
    ok: true,
    key: 'team-a/web-1.17f0a',
    record: {
      kind: 'observed',
      event: {
        namespace: 'team-a',
        name: 'web-1.17f0a',
        involved: {
          apiVersion: 'v1',
          kind: 'Pod',
          namespace: 'team-a',
          name: 'web-1',
          uid: 'u-1',
          container: 'app',
        },
        reason: 'Failed',
        message: 'Failed to pull image "x": not found',
        lastSeen: 1795428000,
      },
    },
  })
})

test.each<[Json, string | undefined]>([
  ['spec.containers{app}', 'app'],
  ['spec.initContainers{migrate}', 'migrate'],
  ['spec.ephemeralContainers{debug}', 'debug'],
  ['spec.volumes{model}', undefined],
  ['spec.containers[2]', undefined],
  ['', undefined],
])('fieldPath %s is container %s', (fieldPath, container) => {
  const seen = seenWith('involvedObject.fieldPath', fieldPath)
  expect(seen).toHaveProperty('kind', 'observed')
  expect(seen.kind === 'observed' && seen.event.involved.container).toBe(container)
})

describe('lastSeen is the latest that the Event knows', () => {
  const times = {
    metadata: { name: 'e', namespace: 'a', creationTimestamp: '2026-11-23T10:00:01Z' },
    involvedObject: { uid: 'u' },
    reason: 'Failed',
    eventTime: '2026-11-23T10:00:02.500000Z',
    lastTimestamp: '2026-11-23T10:00:03Z',
    series: { count: 2, lastObservedTime: '2026-11-23T10:00:04.000001Z' },
  }
  test.each([
    ['series.lastObservedTime', times, 4],
    ['lastTimestamp', { ...times, series: null }, 3],
    ['eventTime', { ...times, series: null, lastTimestamp: null }, 2],
    ['creationTimestamp', { ...times, series: null, lastTimestamp: null, eventTime: null }, 1],
  ])('%s', (_, event, second) => {
    const seen = recordOf(decode(event))
    expect(seen.kind === 'observed' && seen.event.lastSeen).toBe(1795428000 + second)
  })
})

describe('what is not observed', () => {
  test.each(['BackOff', 'Unhealthy', 'Killing', ''])('reason %p is ignored', (reason) => {
    expect(seenWith('reason', reason)).toEqual({ kind: 'ignored' })
  })

  test('an Event that names no uid is ignored', () => {
    expect(seenWith('involvedObject.uid', '')).toEqual({ kind: 'ignored' })
  })

  test('our own are known by their component, in both forms of Event', () => {
    const own = { kind: 'own', namespace: 'team-a', name: 'web-1.17f0a' }
    expect(seenWith('reportingComponent', 'pullkeeper')).toEqual(own)
    const old = withValue(failed, 'reportingComponent', '')
    expect(recordOf(decode(withValue(old, 'source.component', 'pullkeeper')))).toEqual(own)
  })
})

test.each<[string, Json, string]>([
  ['metadata.name', null, 'metadata.name: required'],
  ['involvedObject.uid', 1, 'involvedObject.uid: expected a string'],
  ['message', 1, 'message: expected a string'],
  ['lastTimestamp', 1, 'lastTimestamp: expected a time (RFC 3339)'],
  ['series', 1, 'series: expected an object'],
])('%s = %j', (path, value, problem) => {
  expect(decode(withValue(failed, path, value))).toMatchObject({ ok: false, problem })
})

test('the server is never asked to leave out what tells', () => {
  const [type, ...excluded] = eventFieldSelector.split(',')
  expect(type).toBe('type=Warning')
  const reasons = excluded.map((term) => /^reason!=([A-Za-z]+)$/.exec(term)?.[1])
  expect(reasons.every((reason) => reason !== undefined && !isTellingReason(reason))).toBe(true)
})
