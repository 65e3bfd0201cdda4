import { type BackoffPolicy, createKeyBackoff, reconcileBackoff } from './backoff.ts'
import { breathOn } from './breath.ts'
import { type Clock, systemClock } from './clock.ts'
import type { WorkQueue } from './workQueue.ts'

/** What is left to do for a key after a reconcile that did not fail. */
export type Result =
  | { readonly kind: 'done' }
  /** Come again after the key's back-off, without calling it an error (a conflict, say). */
  | { readonly kind: 'requeue' }
  | { readonly kind: 'requeueAfter'; readonly ms: number }

export const done: Result = { kind: 'done' }
export const requeue: Result = { kind: 'requeue' }
export const requeueAfter = (ms: number): Result => ({ kind: 'requeueAfter', ms })

/** Brings the world to what is wanted for one key. The signal is aborted when the process is to end. */
export type Reconcile = (key: string, signal: AbortSignal) => Promise<Result>

/** The `result` label of controller_runtime_reconcile_total. */
export type ReconcileOutcome = 'success' | 'error' | 'requeue' | 'requeue_after'

/** What happens in a controller, for metrics and logs. */
export interface ReconcileObserver {
  reconciled(outcome: ReconcileOutcome, seconds: number): void
  /** A reconcile threw; it is tried again after `retryInMs`. */
  failed(key: string, error: unknown, failures: number, retryInMs: number): void
  /** Reconciles running now. */
  active(workers: number): void
}

export const silentReconcileObserver: ReconcileObserver = {
  reconciled: () => {},
  failed: () => {},
  active: () => {},
}

export interface ControllerOptions {
  readonly queue: WorkQueue
  readonly reconcile: Reconcile
  /** Reconciles at the same time, each of another key. Default 1. */
  readonly concurrency?: number
  readonly backoff?: BackoffPolicy
  /** How long the error itself asks to wait, milliseconds; the longer of it and the back-off counts. */
  readonly retryAfterMs?: (error: unknown) => number | undefined
  readonly observer?: ReconcileObserver
  readonly clock?: Clock
  readonly random?: () => number
  readonly signal: AbortSignal
}

/**
 * Works on a queue's keys until the signal is aborted, then lets the running reconciles end and resolves.
 * A reconcile that throws, at once or later, is tried again after the key's back-off: no failure of a reconcile ends the loop.
 */
export const runController = async ({
  queue,
  reconcile,
  concurrency = 1,
  backoff: policy = reconcileBackoff,
  retryAfterMs = () => undefined,
  observer = silentReconcileObserver,
  clock = systemClock,
  random = Math.random,
  signal,
}: ControllerOptions): Promise<void> => {
  const backoff = createKeyBackoff(policy, random)
  let active = 0

  const settle = (key: string, result: Result): ReconcileOutcome => {
    switch (result.kind) {
      case 'done':
        backoff.forget(key)
        return 'success'
      case 'requeue':
        queue.retryAfter(key, backoff.next(key))
        return 'requeue'
      case 'requeueAfter':
        backoff.forget(key)
        queue.addAfter(key, result.ms)
        return 'requeue_after'
      default:
        return result satisfies never
    }
  }

  const retry = (key: string, error: unknown): ReconcileOutcome => {
    const retryInMs = Math.max(backoff.next(key), retryAfterMs(error) ?? 0)
    queue.retryAfter(key, retryInMs)
    observer.failed(key, error, backoff.failures(key), retryInMs)
    return 'error'
  }

  const attempt = async (key: string): Promise<ReconcileOutcome | undefined> => {
    try {
      return settle(key, await reconcile(key, signal))
    } catch (error) {
      // What fails because the process ends is no failure of the key.
      return signal.aborted ? undefined : retry(key, error)
    }
  }

  const work = async (key: string): Promise<void> => {
    const startedAt = clock.now()
    observer.active((active += 1))
    const outcome = await attempt(key)
    observer.active((active -= 1))
    queue.done(key)
    if (outcome) observer.reconciled(outcome, (clock.now() - startedAt) / 1000)
  }

  // Reconciles that wait for nothing would otherwise run in one go, as many as there are keys.
  const breath = breathOn(clock)
  const worker = async (): Promise<void> => {
    for (let key = await queue.take(); key !== undefined; key = await queue.take()) {
      await work(key)
      await breath()
    }
  }

  const stop = () => void queue.shutDown()
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  await Promise.all(Array.from({ length: concurrency }, worker))
}
