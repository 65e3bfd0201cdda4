import type { BackoffPolicy } from '../../runtime/backoff.ts'

/** Objects per page: client-go's size (tools/pager, v1.36), some MB of JSON. */
export const PAGE_LIMIT = 500

/** A page may take longer than a small request: the server reads and encodes 500 objects. */
export const PAGE_TIMEOUT_MS = 60_000

/** Watches ask to be ended after 5 to 10 minutes, at random, as client-go's do, so that they spread over API servers. */
export const WATCH_SECONDS = { least: 300, most: 600 } as const

/**
 * No byte for so long means that the connection is dead. kube-apiserver sends a bookmark about every minute
 * (storage/cacher/cacher.go, v1.36: one minute, plus up to a second of its timer and a quarter of jitter on that);
 * half a minute on top forgives one slow moment. A server without bookmarks costs one resumed watch per quiet 90 s.
 */
export const SILENT_AFTER_MS = 90_000

/** A stream that lived so long was well: its end is an end, not one more failure. */
export const HEALTHY_AFTER_MS = 30_000

/** An API server that restarts is back in seconds, and then nobody should wait long; a dozen watches at this rate are no load. */
export const retryBackoff: BackoffPolicy = { baseMs: 500, maxMs: 10_000, jitter: 1 }

/** What is refused (no permission, no such resource) is refused until somebody changes something. */
export const refusedBackoff: BackoffPolicy = { baseMs: 2_000, maxMs: 30_000, jitter: 0.5 }

/** A resourceVersion at which the server failed so often in a row is given up (after etcd was restored, say, it lies in the future). */
export const FAILED_RESUMES_BEFORE_RESTART = 3

/** A server that so often in a row ends a watch-list before its end bookmark does not know watch-lists. */
export const UNFINISHED_STREAMS_BEFORE_PAGES = 3
