import { ApiError, failureWithoutAnswer } from './apiError.ts'
import { messageOf } from './errorMessage.ts'

/** Ends a request at its deadline or by the caller's signal, and says afterwards which it was. */
export interface RequestLimit {
  readonly signal: AbortSignal
  /** Only the caller's signal ends it from now on. */
  liftDeadline(): void
  /** The request is over. */
  release(): void
  /** What to throw for what the request ended with. */
  explain(error: unknown): unknown
}

/** @param name of the request, for errors */
export const limitRequest = (caller: AbortSignal | undefined, timeoutMs: number, name: string): RequestLimit => {
  const limit = new AbortController()
  let timedOut = false
  const abort = () => limit.abort()
  const timer = setTimeout(() => {
    timedOut = true
    abort()
  }, timeoutMs)
  if (caller?.aborted) abort()
  caller?.addEventListener('abort', abort, { once: true })
  return {
    signal: limit.signal,
    liftDeadline: () => clearTimeout(timer),
    release: () => {
      clearTimeout(timer)
      caller?.removeEventListener('abort', abort)
    },
    explain: (error) => {
      if (caller?.aborted) return caller.reason
      if (timedOut) return new ApiError(failureWithoutAnswer('TimedOut', `no answer within ${timeoutMs} ms`), name)
      if (error instanceof ApiError) return error
      return new ApiError(failureWithoutAnswer('Unreachable', messageOf(error)), name)
    },
  }
}
