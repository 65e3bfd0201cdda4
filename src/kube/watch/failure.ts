import { backoffDelay } from '../../runtime/backoff.ts'
import type { ApiFailure } from '../apiError.ts'
import { begin, type Step } from './begin.ts'
import { FAILED_RESUMES_BEFORE_RESTART, refusedBackoff, retryBackoff } from './limits.ts'
import type { WatchInput, WatchMemory, WatchNotice, WatchState } from './protocol.ts'

type Connected = Exclude<WatchState, { phase: 'waiting' }>

/** Puts steps after something that is reported, without a wait between. */
const tell = (notice: WatchNotice, step: Step): Step => ({
  next: step.next,
  effects: [{ do: 'report', notice }, ...step.effects],
})

const waitFor = (memory: WatchMemory, ms: number, notice: WatchNotice): Step => ({
  next: { phase: 'waiting', memory },
  effects: [
    { do: 'report', notice },
    { do: 'wait', ms },
  ],
})

const forgetPlace = (memory: WatchMemory): WatchMemory => ({
  ...memory,
  resumeAfter: undefined,
  nextPage: undefined,
  failedResumes: 0,
})

/** Tries again: when the server says so, or after a back-off. */
export const retry = (memory: WatchMemory, why: string, { random }: WatchInput, retryAfterSeconds?: number): Step => {
  const failures = memory.failures + 1
  const ms =
    retryAfterSeconds === undefined
      ? backoffDelay(retryBackoff, failures, random)
      : // Not all watches at the same moment.
        retryAfterSeconds * 1000 + random * retryBackoff.baseMs
  return waitFor({ ...memory, failures, refusals: 0 }, ms, { kind: 'retrying', inMs: ms, why })
}

/**
 * The place is too old: gets the whole state again. At once the first time, since an API server that was just
 * restarted says so of every place; after a back-off when that keeps happening.
 */
const expire = (memory: WatchMemory, why: string, input: WatchInput): Step => {
  const fresh = { ...forgetPlace(memory), expiries: memory.expiries + 1 }
  const step = memory.expiries === 0 ? begin(fresh, input.random) : retry(fresh, why, input)
  return tell({ kind: 'restarted', why }, step)
}

/** Gets the whole state from pages, from now on. */
export const fallBackToPages = (memory: WatchMemory, why: string, random: number): Step =>
  tell(
    { kind: 'restarted', why: `${why}; listing in pages instead` },
    begin({ ...forgetPlace(memory), initialBy: 'pages', unfinishedStreams: 0 }, random),
  )

const isDenial = ({ status }: ApiFailure): boolean => status === 401 || status === 403

const refuse = (state: Connected, memory: WatchMemory, failure: ApiFailure, random: number): Step => {
  const refusals = memory.refusals + 1
  const ms = backoffDelay(refusedBackoff, refusals, random)
  const { status, message } = failure
  // An API server that was just restarted refuses everyone until it has read its roles: only the second time counts.
  if (state.phase === 'watching' && isDenial(failure) && refusals === 1) {
    const why = `${failure.code}: ${message}`
    return waitFor({ ...memory, failures: 0, refusals }, ms, { kind: 'retrying', inMs: ms, why })
  }
  // Permission may come back, and the place still holds; a resource that was gone may come back as another.
  const kept = isDenial(failure) ? memory : forgetPlace(memory)
  const verb = state.phase === 'paging' ? 'list' : 'watch'
  const notice = { kind: 'refused', verb, status, message, inMs: ms } as const
  return waitFor({ ...kept, failures: 0, refusals, toldRefused: true }, ms, notice)
}

const isRefusal = ({ status }: ApiFailure): boolean => status >= 400 && status < 500 && status !== 429

/** Refusals that say nothing about watch-lists: they would meet any request for this resource. */
const ofTheResource = new Set([401, 403, 404])

const failedToResume = (memory: WatchMemory, failure: ApiFailure): WatchMemory =>
  // A connection that fails, or a server that asks to wait, says nothing about the place.
  failure.status === 0 || failure.status === 429 ? memory : { ...memory, failedResumes: memory.failedResumes + 1 }

/** What follows when a request was refused, its connection failed, or the stream said ERROR. */
export const fail = (state: Connected, memory: WatchMemory, failure: ApiFailure, input: WatchInput): Step => {
  const why = `${failure.code}: ${failure.message}`
  if (failure.code === 'Expired') return expire(memory, why, input)
  if (isRefusal(failure)) {
    if (state.phase === 'streaming' && !ofTheResource.has(failure.status)) {
      return fallBackToPages(memory, why, input.random)
    }
    return refuse(state, memory, failure, input.random)
  }
  const counted = state.phase === 'watching' ? failedToResume(memory, failure) : memory
  if (counted.failedResumes >= FAILED_RESUMES_BEFORE_RESTART) {
    return tell({ kind: 'restarted', why }, retry(forgetPlace(counted), why, input))
  }
  return retry(counted, why, input, failure.retryAfterSeconds)
}
