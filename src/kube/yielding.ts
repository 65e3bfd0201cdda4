import { type Clock, sleep } from '../runtime/clock.ts'
import { ApiError, retryAfterMs } from './apiError.ts'
import { endingError } from './ending.ts'
import type { Transport, TransportRequest } from './transport.ts'

/** When a 429 does not say how long, milliseconds: what priority and fairness says (apiserver filters, v1.36). */
const unsaidWaitMs = 1_000

/** Leases are renewed whatever the load: a leader that is lost costs a cluster more than one request. */
const isUrgent = ({ path }: TransportRequest): boolean => path.startsWith('/apis/coordination.k8s.io/')

/** Here 429 may come from a disruption budget, and says nothing of the server. */
const isAboutOneObject = ({ path }: TransportRequest): boolean => path.endsWith('/eviction')

/**
 * A transport that yields: once the API server has answered a request with 429, no request goes out before the time
 * that it asked for, from whomever it comes. How many run at a time, the transport's connections bound. Streams are
 * left as they are, for whoever runs one waits by itself.
 *
 * @param told aborted when the process is told to end: what is held back then is not sent, and Unreachable
 */
export const yielding = (transport: Transport, clock: Clock, told: AbortSignal): Transport => {
  let heldUntil = -Infinity

  const hold = (error: unknown): void => {
    if (!(error instanceof ApiError) || error.status !== 429) return
    heldUntil = Math.max(heldUntil, clock.now() + (retryAfterMs(error) ?? unsaidWaitMs))
  }

  return {
    ...transport,
    request: async (request) => {
      while (!isUrgent(request) && heldUntil > clock.now() && !request.signal?.aborted) {
        if (told.aborted) throw endingError(`${request.method} ${request.path}`)
        await sleep(
          clock,
          heldUntil - clock.now(),
          AbortSignal.any([told, ...(request.signal ? [request.signal] : [])]),
        )
      }
      try {
        return await transport.request(request)
      } catch (error) {
        if (!isAboutOneObject(request)) hold(error)
        throw error
      }
    },
  }
}
