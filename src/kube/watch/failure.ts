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

/** Tries again after a back-off. */
export const retry = (memory: WatchMemory, why: string, { random }: WatchInput, atLeastMs = 0): Step => {
  const failures = memory.failures + 1
  const ms = Math.max(backoffDelay(retryBackoff, failures, random), atLeastMs)
  return waitFor({ ...memory, failures }, ms, { kind: 'retrying', inMs: ms, why })
}

/** Gets the whole state again: at once the first time, after a back-off when that keeps happening. */
const restart = (memory: WatchMemory, why: string, input: WatchInput): Step => {
  const fresh = forgetPlace(memory)
  if (memory.failures > 0) return tell({ kind: 'restarted', why }, retry(fresh, why, input))
  return tell({ kind: 'restarted', why }, begin({ ...fresh, failures: 1 }, input.random))
}

/** Gets the whole state from pages, from now on. */
export const fallBackToPages = (memory: WatchMemory, why: string, random: number): Step =>
  tell(
    { kind: 'restarted', why: `${why}; listing in pages instead` },
    begin({ ...forgetPlace(memory), initialBy: 'pages', unfinishedStreams: 0 }, random),
  )

const refuse = (memory: WatchMemory, verb: 'watch' | 'list', failure: ApiFailure, random: number): Step => {
  const failures = memory.failures + 1
  const ms = backoffDelay(refusedBackoff, failures, random)
  // Permission may come back, and the place still holds; a resource that was gone may come back as another.
  const kept = failure.status === 401 || failure.status === 403 ? memory : forgetPlace(memory)
  const { status, message } = failure
  return waitFor({ ...kept, failures }, ms, { kind: 'refused', verb, status, message, inMs: ms })
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
  if (failure.code === 'Expired') return restart(memory, why, input)
  if (isRefusal(failure)) {
    if (state.phase === 'streaming' && !ofTheResource.has(failure.status)) {
      return fallBackToPages(memory, why, input.random)
    }
    return refuse(memory, state.phase === 'paging' ? 'list' : 'watch', failure, input.random)
  }
  const counted = state.phase === 'watching' ? failedToResume(memory, failure) : memory
  if (counted.failedResumes >= FAILED_RESUMES_BEFORE_RESTART) return restart(counted, why, input)
  return retry(counted, why, input, (failure.retryAfterSeconds ?? 0) * 1000)
}
