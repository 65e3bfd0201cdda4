import { test as prop, fc } from '@fast-check/jest'
import { eventName, eventObject, type EventNote } from '../../../src/observe/eventObject.ts'

const at = new Date(Date.UTC(2026, 10, 24, 8, 30, 15, 250))

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'u1' }

const note = (more: Partial<EventNote> = {}): EventNote => ({
  involved: deployment,
  type: 'Warning',
  reason: 'ImageNotFound',
  message: 'acme/web:v2 is not in the registry',
  action: 'Diagnose',
  key: 'web/app/acme/web:v2/ImageNotFound',
  ...more,
})

test('an Event as kubectl describe shows it', () => {
  expect(eventObject(note(), 'pullkeeper-0', at)).toEqual({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName(note()), namespace: 'shop' },
    involvedObject: deployment,
    type: 'Warning',
    reason: 'ImageNotFound',
    message: 'acme/web:v2 is not in the registry',
    action: 'Diagnose',
    count: 1,
    firstTimestamp: '2026-11-24T08:30:15Z',
    lastTimestamp: '2026-11-24T08:30:15Z',
    reportingComponent: 'pullkeeper',
    reportingInstance: 'pullkeeper-0',
    source: { component: 'pullkeeper' },
  })
})

test('what is cluster-scoped has its Events in default', () => {
  const involved = { apiVersion: 'pullkeeper.dev/v1alpha1', kind: 'ImagePolicy', name: 'acme', uid: 'u2' }
  expect(eventObject(note({ involved }), 'i', at)).toMatchObject({
    metadata: { namespace: 'default' },
    involvedObject: involved,
  })
})

test('a message is cut to what Kubernetes takes, and holds no credential', () => {
  const message = `https://bob:hunter2@ghcr.io ${'x'.repeat(3000)}`
  const { message: told } = eventObject(note({ message }), 'i', at)
  expect(Buffer.byteLength(told)).toBeLessThanOrEqual(1024)
  expect(told).not.toContain('hunter2')
})

describe('the name', () => {
  // A name that changes from one version to the next tells every open finding once more at an upgrade.
  test('is the same in every process and version', () => {
    expect(eventName(note())).toBe('web.a1a3312fae417414')
  })

  test.each`
    differs       | other
    ${'the key'}  | ${note({ key: 'another' })}
    ${'the uid'}  | ${note({ involved: { ...deployment, uid: 'u9' } })}
    ${'the name'} | ${note({ involved: { ...deployment, name: 'api' } })}
  `('is another when $differs differs', ({ other }: { other: EventNote }) => {
    expect(eventName(other)).not.toBe(eventName(note()))
  })

  test.each`
    same         | other
    ${'message'} | ${note({ message: 'other words for it' })}
    ${'kind'}    | ${note({ type: 'Normal' })}
  `('does not depend on the $same', ({ other }: { other: EventNote }) => {
    expect(eventName(other)).toBe(eventName(note()))
  })

  test('is not cut in the middle of a dash or a dot', () => {
    const name = `${'x'.repeat(235)}-${'y'.repeat(10)}`
    expect(eventName(note({ involved: { ...deployment, name } }))).toMatch(/^x{235}\.[0-9a-f]{16}$/)
  })

  const subdomain = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?){0,4}$/)
  prop.prop([subdomain.map((name) => name.slice(0, 253).replace(/[.-]+$/, ''))])(
    'is a DNS subdomain of at most 253 characters for every name',
    (name) => {
      const made = eventName(note({ involved: { ...deployment, name } }))
      expect(made).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/)
      expect(made.length).toBeLessThanOrEqual(253)
    },
  )
})
