import { aborted } from '../runtime/aborted.ts'
import { type Clock, sleep } from '../runtime/clock.ts'
import { ApiError, failureWithoutAnswer } from './apiError.ts'

/** The end of a process in two steps, for its requests. Those that carry a signal of their own go by that. */
export interface Ending {
  /** Aborted when it is told to end: what was not sent is given up, and nothing is tried again. */
  readonly told: AbortSignal
  /** Aborted some time later, with an ApiError: what is still under way is cut off, and nothing is sent any more. */
  readonly over: AbortSignal
  /** All is done before its time: nothing is waited for any more, so that the process can end. */
  readonly settled: () => void
}

/** What a request that does not go out, or does not come to its end, for the process ends, is answered with. */
export const endingError = (request: string): ApiError =>
  new ApiError(failureWithoutAnswer('Unreachable', 'given up, for this process ends'), request)

/** @param graceMs milliseconds for requests that are under way when the process is told to end */
export const createEnding = (told: AbortSignal, graceMs: number, clock: Clock): Ending => {
  const over = new AbortController()
  const settled = new AbortController()
  void aborted(told)
    .then(() => sleep(clock, graceMs, settled.signal))
    .then(() => over.abort(endingError('requests under way')))
  return { told, over: over.signal, settled: () => settled.abort() }
}
