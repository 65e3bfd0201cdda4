import { decideLease, observe, recordToRelease, recordToWrite } from '../../../../src/kube/lease/decision.ts'
import { leaseRecordOf, leaseWith, type LeaseRecord, microTime } from '../../../../src/kube/lease/record.ts'

const record = (holder: string, changes: Partial<LeaseRecord> = {}): LeaseRecord => ({
  holder,
  durationMs: 15_000,
  acquireTime: 't1',
  renewTime: 't2',
  transitions: 3,
  ...changes,
})

describe('what to do about a Lease', () => {
  test.each`
    holder       | age       | decision     | why
    ${undefined} | ${0}      | ${'acquire'} | ${'there is none'}
    ${''}        | ${0}      | ${'acquire'} | ${'nobody holds it'}
    ${'me'}      | ${0}      | ${'renew'}   | ${'it is ours'}
    ${'me'}      | ${99_000} | ${'renew'}   | ${'it is still ours'}
    ${'you'}     | ${0}      | ${'wait'}    | ${'somebody else holds it'}
    ${'you'}     | ${15_000} | ${'wait'}    | ${'its time is not quite over'}
    ${'you'}     | ${15_001} | ${'acquire'} | ${'its time is over'}
  `('held by $holder, seen $age ms ago: $decision, for $why', ({ holder, age, decision }) => {
    const observed = holder === undefined ? undefined : { record: record(String(holder)), observedAt: 1_000 }
    expect(decideLease(observed, 1_000 + Number(age), 'me')).toBe(decision)
  })
})

test('time counts from when the record last changed, by the local clock', () => {
  const first = observe(undefined, record('you'), 100)
  expect(observe(first, record('you'), 200)).toBe(first)
  expect(observe(first, record('you', { renewTime: 't3' }), 300).observedAt).toBe(300)
})

const write = (holder: string | undefined) =>
  recordToWrite(holder === undefined ? undefined : { record: record(holder), observedAt: 0 }, 'me', 15_000, 'now')

test('who takes a Lease over counts as a transition; who renews it keeps when it was acquired', () => {
  const mine = { holder: 'me', durationMs: 15_000, renewTime: 'now' }
  expect(write(undefined)).toEqual({ ...mine, acquireTime: 'now', transitions: 0 })
  expect(write('you')).toEqual({ ...mine, acquireTime: 'now', transitions: 4 })
  expect(write('me')).toEqual({ ...mine, acquireTime: 't1', transitions: 3 })
})

test('a Lease given away is held by nobody and lasts a second', () => {
  expect(recordToRelease({ record: record('me'), observedAt: 0 }, 'now')).toEqual({
    holder: '',
    durationMs: 1_000,
    acquireTime: 'now',
    renewTime: 'now',
    transitions: 3,
  })
})

test('a Lease object keeps what others put on it', () => {
  const lease = {
    metadata: { name: 'l', namespace: 'n', resourceVersion: '7', labels: { a: 'b' } },
    spec: { holderIdentity: 'me', leaseDurationSeconds: 15, strategy: 's' },
  }
  expect(leaseRecordOf(lease)).toEqual({
    holder: 'me',
    durationMs: 15_000,
    acquireTime: '',
    renewTime: '',
    transitions: 0,
  })
  expect(leaseWith(lease, record('me'), { namespace: 'n', name: 'l' })).toEqual({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: lease.metadata,
    spec: {
      holderIdentity: 'me',
      leaseDurationSeconds: 15,
      acquireTime: 't1',
      renewTime: 't2',
      leaseTransitions: 3,
      strategy: 's',
    },
  })
  expect(leaseRecordOf(undefined).holder).toBe('')
  expect(microTime(new Date('2026-01-02T03:04:05.678Z'))).toBe('2026-01-02T03:04:05.678000Z')
})
