/** How waits grow from failure to failure. */
export interface BackoffPolicy {
  /** Wait after the first failure, milliseconds. */
  readonly baseMs: number
  /** No wait grows beyond this (before jitter), milliseconds. */
  readonly maxMs: number
  /** Share of the wait that is random, 0 to 1: 0.5 spreads a wait over 75 % to 125 % of it. */
  readonly jitter: number
}

/** For reconciling one key: quick first tries (a conflict is over at once), then at most a minute. */
export const reconcileBackoff: BackoffPolicy = { baseMs: 100, maxMs: 60_000, jitter: 0.5 }

/**
 * Milliseconds to wait after so many failures in a row.
 * @param failures 1 or more; doubles the wait each time
 * @param random from 0 up to 1
 */
export const backoffDelay = (policy: BackoffPolicy, failures: number, random: number): number => {
  // 2^30 is beyond every sensible ratio of maxMs to baseMs, and keeps the product finite.
  const grown = policy.baseMs * 2 ** Math.min(Math.max(failures, 1) - 1, 30)
  return Math.min(grown, policy.maxMs) * (1 - policy.jitter / 2 + policy.jitter * random)
}

/** Failures in a row, by key; a key that was forgotten costs nothing. */
export interface KeyBackoff {
  /** Counts one more failure of the key and gives the wait before its next try, milliseconds. */
  next(key: string): number
  /** Failures in a row so far. */
  failures(key: string): number
  /** The key is well, or gone. */
  forget(key: string): void
}

export const createKeyBackoff = (policy: BackoffPolicy, random: () => number = Math.random): KeyBackoff => {
  const failuresByKey = new Map<string, number>()
  return {
    next: (key) => {
      const failures = (failuresByKey.get(key) ?? 0) + 1
      failuresByKey.set(key, failures)
      return backoffDelay(policy, failures, random())
    },
    failures: (key) => failuresByKey.get(key) ?? 0,
    forget: (key) => {
      failuresByKey.delete(key)
    },
  }
}
