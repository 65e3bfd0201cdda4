import type { LeaseRecord } from './record.ts'

/** A Lease as it was last seen to change, by the local clock: the clocks of other machines are not trusted. */
export interface ObservedLease {
  readonly record: LeaseRecord
  /** Monotonic milliseconds at which this record was first seen. */
  readonly observedAt: number
}

export type LeaseDecision =
  /** Nobody holds it, or its holder has not renewed it for its whole duration. */
  | 'acquire'
  /** It is ours. */
  | 'renew'
  /** Somebody else holds it. */
  | 'wait'

/** What to do about a Lease; undefined: there is none. (client-go tools/leaderelection, v1.36.) */
export const decideLease = (observed: ObservedLease | undefined, now: number, identity: string): LeaseDecision => {
  if (!observed || observed.record.holder === '') return 'acquire'
  if (observed.record.holder === identity) return 'renew'
  return now - observed.observedAt > observed.record.durationMs ? 'acquire' : 'wait'
}

/** What is seen now, given what was seen before: time counts from when the record last changed. */
export const observe = (before: ObservedLease | undefined, record: LeaseRecord, now: number): ObservedLease =>
  before && sameRecord(before.record, record) ? before : { record, observedAt: now }

const sameRecord = (left: LeaseRecord, right: LeaseRecord): boolean =>
  left.holder === right.holder &&
  left.durationMs === right.durationMs &&
  left.acquireTime === right.acquireTime &&
  left.renewTime === right.renewTime &&
  left.transitions === right.transitions

/** The record to write: a new holder counts as a transition, a renewal keeps when it was acquired. */
export const recordToWrite = (
  observed: ObservedLease | undefined,
  identity: string,
  durationMs: number,
  time: string,
): LeaseRecord => {
  const before = observed?.record
  const ours = before?.holder === identity
  return {
    holder: identity,
    durationMs,
    acquireTime: ours ? before.acquireTime : time,
    renewTime: time,
    transitions: before ? before.transitions + (ours ? 0 : 1) : 0,
  }
}

/** The record that gives the Lease away: held by nobody, so that the next one need not wait. */
export const recordToRelease = (observed: ObservedLease, time: string): LeaseRecord => ({
  holder: '',
  durationMs: 1000,
  acquireTime: time,
  renewTime: time,
  transitions: observed.record.transitions,
})
