import { type CancelTimer, type Clock, sleep, systemClock } from '../../runtime/clock.ts'
import { ApiError } from '../apiError.ts'
import type { ApiClient } from '../client.ts'
import { decideLease, recordToRelease, recordToWrite } from './decision.ts'
import { createLeaseObject } from './leaseObject.ts'
import { microTime } from './record.ts'

/** Milliseconds. */
export interface LeaseTiming {
  /** Others wait so long after the last renewal they saw. */
  readonly leaseDurationMs: number
  /** A leader that could not renew for so long stops; shorter than leaseDurationMs, so that it stops before another starts. */
  readonly renewDeadlineMs: number
  /** Between two renewals, or two looks at another's Lease. */
  readonly retryPeriodMs: number
}

/** client-go's defaults for core components (component-base/config, v1.36). */
export const leaseTiming: LeaseTiming = { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2_000 }

/** Candidates spread their looks by up to this share of the period (client-go's JitterFactor). */
const CANDIDATE_JITTER = 1.2

export type ElectionNotice =
  /** Somebody else leads. Told once per holder. */
  | { readonly kind: 'waiting'; readonly holder: string }
  | { readonly kind: 'leading' }
  /** The Lease may not be read or written: RBAC, or its namespace is missing. Tried on. */
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  /** Something that passes by itself. Tried on. */
  | { readonly kind: 'failing'; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string }
  | { readonly kind: 'released' }

export interface ElectionOptions {
  readonly client: ApiClient
  readonly namespace: string
  /** Name of the Lease. */
  readonly name: string
  /** Unique to this process, such as the pod's name and a random part. */
  readonly identity: string
  /** This process leads from now on. Called at most once. */
  readonly onLeading: () => void
  /** It leads no longer, and somebody else may soon: stop every write at once. Not called after `release`. */
  readonly onLost: (why: string) => void
  readonly report: (notice: ElectionNotice) => void
  readonly timing?: LeaseTiming
  readonly clock?: Clock
  readonly random?: () => number
}

export interface LeaderElection {
  /** Resolves when the election is over for this process. */
  readonly ended: Promise<'lost' | 'released'>
  /** Gives the Lease away if it is held, so that the next one starts at once. Call it when all writes have ended. Never rejects. */
  release(): Promise<void>
}

/**
 * Takes part in a leader election by a coordination.k8s.io/v1 Lease, as client-go does
 * (tools/leaderelection/leaderelection.go, v1.36). In steady state a leader sends one PUT per retry period.
 */
export const startLeaderElection = ({
  client,
  namespace,
  name,
  identity,
  onLeading,
  onLost,
  report,
  timing = leaseTiming,
  clock = systemClock,
  random = Math.random,
}: ElectionOptions): LeaderElection => {
  const lease = createLeaseObject(client, namespace, name, clock)
  const stopping = new AbortController()
  let leading = false
  let cancelDeadline: CancelTimer | undefined
  let lastTold = ''
  const over = Promise.withResolvers<'lost' | 'released'>()

  const tellOnce = (notice: ElectionNotice): void => {
    const text = JSON.stringify(notice)
    if (text !== lastTold) report(notice)
    lastTold = text
  }

  const claim = (signal: AbortSignal): Promise<void> =>
    lease.write(recordToWrite(lease.observed(), identity, timing.leaseDurationMs, microTime(clock.date())), signal)

  const lose = (why: string): void => {
    if (stopping.signal.aborted) return
    leading = false
    stopping.abort()
    cancelDeadline?.()
    report({ kind: 'lost', why })
    onLost(why)
    over.resolve('lost')
  }

  const renewed = (askedAt: number): void => {
    cancelDeadline?.()
    const left = askedAt + timing.renewDeadlineMs - clock.now()
    cancelDeadline = clock.after(left, () => lose(`the Lease could not be renewed for ${timing.renewDeadlineMs} ms`))
    // What is told from here on is news again.
    lastTold = ''
    if (leading) return
    leading = true
    report({ kind: 'leading' })
    onLeading()
  }

  /** Reads the Lease and takes or renews it if that is right. */
  const readAndClaim = async (signal: AbortSignal): Promise<boolean> => {
    await lease.read(signal)
    const decision = decideLease(lease.observed(), clock.now(), identity)
    const holder = lease.observed()?.record.holder ?? ''
    if (leading && decision !== 'renew') {
      lose(holder === '' ? 'the Lease was deleted or given away' : `${holder} holds the Lease now`)
      return false
    }
    if (decision === 'wait') {
      tellOnce({ kind: 'waiting', holder })
      return false
    }
    await claim(signal)
    return true
  }

  /** A leader that was not disturbed writes at once, guarded by the resourceVersion of its last write. */
  const attempt = async (signal: AbortSignal): Promise<boolean> => {
    if (!leading) return readAndClaim(signal)
    try {
      await claim(signal)
      return true
    } catch (error) {
      if (signal.aborted) throw error
      return readAndClaim(signal)
    }
  }

  const explain = (error: unknown): ElectionNotice => {
    if (!(error instanceof ApiError)) return { kind: 'failing', why: 'the API server does not answer in time' }
    const { code, status, message } = error.failure
    return status === 401 || status === 403 || status === 404
      ? { kind: 'refused', status, message: `${message} (Lease ${namespace}/${name})` }
      : { kind: 'failing', why: `${code}: ${message}` }
  }

  /** Runs with a signal that ends it in half the renew deadline, so that one lost answer leaves time for another try. */
  const limited = async <T>(run: (signal: AbortSignal) => Promise<T>, outer?: AbortSignal): Promise<T> => {
    const limit = new AbortController()
    const abort = () => limit.abort()
    const cancel = clock.after(timing.renewDeadlineMs / 2, abort)
    if (outer?.aborted) abort()
    outer?.addEventListener('abort', abort, { once: true })
    try {
      return await run(limit.signal)
    } finally {
      cancel()
      outer?.removeEventListener('abort', abort)
    }
  }

  const takePart = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const askedAt = clock.now()
      try {
        const held = await limited(attempt, stopping.signal)
        if (held && !stopping.signal.aborted) renewed(askedAt)
      } catch (error) {
        if (!stopping.signal.aborted) tellOnce(explain(error))
      }
      const jitter = leading ? 0 : CANDIDATE_JITTER * random()
      await sleep(clock, timing.retryPeriodMs * (1 + jitter), stopping.signal)
    }
  }

  const running = takePart()

  const giveAway = async (signal: AbortSignal): Promise<void> => {
    // A renewal may have been under way when it was cut off: what is there now is what counts.
    await lease.read(signal)
    const observed = lease.observed()
    if (observed?.record.holder === identity) {
      await lease.write(recordToRelease(observed, microTime(clock.date())), signal)
    }
  }

  return {
    ended: over.promise,
    release: async () => {
      if (stopping.signal.aborted) return
      stopping.abort()
      cancelDeadline?.()
      await running
      await limited(giveAway).then(
        () => report({ kind: 'released' }),
        (error: unknown) => report(explain(error)),
      )
      over.resolve('released')
    },
  }
}
