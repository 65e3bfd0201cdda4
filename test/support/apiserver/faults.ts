import { setTimeout as sleep } from 'node:timers/promises'
import { cutAfter, type Output, silentAfter } from './http/output.ts'
import type { RequestInfo } from './http/requestInfo.ts'
import type { WatchListSupport } from './http/watchOptions.ts'
import { ApiError, internalError, tooManyRequests, tooOld } from './status.ts'

/** What goes wrong with a request. */
export type Fault =
  /** An HTTP error: 410 Expired, 429 with Retry-After, 500, or another code. */
  | { readonly do: 'fail'; readonly code: number; readonly retryAfterSeconds?: number }
  /** A watch that is answered 200 and an ERROR frame with 410, as kube-apiserver does for a forgotten revision. */
  | { readonly do: 'expireWatch' }
  /** The connection is cut once so many bytes of the body have gone out; 0 cuts before any answer. */
  | { readonly do: 'cut'; readonly afterBytes: number }
  /** The connection stays open and nothing more comes. */
  | { readonly do: 'silence'; readonly afterBytes: number }
  | { readonly do: 'delay'; readonly milliseconds: number }

export interface FaultMatch {
  readonly verb?: string
  readonly resource?: string
  readonly user?: string
}

export interface Faults {
  /** Arms a fault for the next `times` (1) requests that match. Faults are taken in the order they were armed. */
  next: (rule: { readonly match?: FaultMatch; readonly times?: number; readonly respond: Fault }) => void
  /** Disarms all, and serves watch-lists again. */
  clear: () => void
  /** How sendInitialEvents is treated from now on. */
  watchList: (support: WatchListSupport) => void
  readonly watchListSupport: () => WatchListSupport
  take: (user: string, request: RequestInfo) => Fault | undefined
}

const matches = (match: FaultMatch, user: string, request: RequestInfo): boolean =>
  (match.verb ?? request.verb) === request.verb &&
  (match.resource ?? request.resource) === request.resource &&
  (match.user ?? user) === user

export const createFaults = (): Faults => {
  let armed: { readonly match: FaultMatch; readonly respond: Fault; left: number }[] = []
  let support: WatchListSupport = 'serve'
  return {
    next: ({ match = {}, times = 1, respond }) => {
      armed.push({ match, respond, left: times })
    },
    clear: () => {
      armed = []
      support = 'serve'
    },
    watchList: (wanted) => {
      support = wanted
    },
    watchListSupport: () => support,
    take: (user, request) => {
      const rule = armed.find(({ match }) => matches(match, user, request))
      if (!rule) return undefined
      rule.left -= 1
      if (rule.left <= 0) armed = armed.filter((other) => other !== rule)
      return rule.respond
    },
  }
}

const failure = (code: number, retryAfterSeconds: number): ApiError => {
  switch (code) {
    case 410:
      return tooOld(1, 2)
    case 429:
      return tooManyRequests(retryAfterSeconds)
    case 500:
      return internalError('a fault that the test asked for')
    default:
      return new ApiError({
        code,
        reason: code === 503 ? 'ServiceUnavailable' : 'Unknown',
        message: `fault: status ${code}`,
      })
  }
}

/** Applies a fault: throws, waits, or gives the output that goes wrong. `expireWatch` is left to the watch. */
export const suffer = async (fault: Fault | undefined, output: Output): Promise<Output> => {
  if (!fault) return output
  switch (fault.do) {
    case 'fail':
      throw failure(fault.code, fault.retryAfterSeconds ?? 1)
    case 'cut':
      if (fault.afterBytes === 0) output.destroy()
      return cutAfter(output, fault.afterBytes)
    case 'silence':
      return silentAfter(output, fault.afterBytes)
    case 'delay':
      await sleep(fault.milliseconds)
      return output
    case 'expireWatch':
      return output
    default:
      return fault satisfies never
  }
}
