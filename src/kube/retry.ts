import { backoffDelay, type BackoffPolicy } from '../runtime/backoff.ts'
import { type Clock, sleep } from '../runtime/clock.ts'
import { ApiError, type ApiErrorCode, retryAfterMs } from './apiError.ts'

/** Tries of one call. More patience is the work queue's, which does other keys meanwhile. */
const ATTEMPTS = 4

/** A server that asks for more than this is answered by giving up: the work queue honours it. */
const LONGEST_WAIT_MS = 10_000

const callBackoff: BackoffPolicy = { baseMs: 200, maxMs: 2_000, jitter: 0.5 }

/** Which failures of a call may be tried again without asking anybody. */
export type RetryRule = (code: ApiErrorCode) => boolean

const PASSING: ReadonlySet<ApiErrorCode> = new Set([
  'Unreachable',
  'TimedOut',
  'TooManyRequests',
  'InternalError',
  'ServiceUnavailable',
  'ServerTimeout',
])

/** A read changes nothing, however often it is done. */
export const retryReads: RetryRule = (code) => PASSING.has(code)

/** The server refused to look at it, so it was not done. */
export const retryWrites: RetryRule = (code) => code === 'TooManyRequests'

export const retryNever: RetryRule = () => false

export interface RetryTiming {
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal | undefined
}

/** Makes a call until it succeeds, its failure is not to be tried again, or there were enough tries. */
export const retrying = async <T>(rule: RetryRule, timing: RetryTiming, call: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const wait = Math.max(backoffDelay(callBackoff, attempt, timing.random()), retryAfterMs(error) ?? 0)
      const hopeless = !(error instanceof ApiError) || !rule(error.code)
      if (hopeless || attempt >= ATTEMPTS || wait > LONGEST_WAIT_MS) throw error
      await sleep(timing.clock, wait, timing.signal)
      if (timing.signal?.aborted) throw error
    }
  }
}
