import type { Query } from '../transport.ts'
import { PAGE_LIMIT, SILENT_AFTER_MS, WATCH_SECONDS } from './limits.ts'
import type { WatchEffect, WatchMemory, WatchState } from './protocol.ts'

/** A state, and what to do on entering it. */
export interface Step {
  readonly next: WatchState
  readonly effects: readonly WatchEffect[]
}

const watchQuery = (random: number): Query => ({
  watch: 1,
  allowWatchBookmarks: true,
  timeoutSeconds: Math.round(WATCH_SECONDS.least + random * (WATCH_SECONDS.most - WATCH_SECONDS.least)),
})

const watchWith = (query: Query): WatchEffect => ({ do: 'watch', query, silentAfterMs: SILENT_AFTER_MS })

const resume = (memory: WatchMemory, resourceVersion: string, random: number): Step => ({
  next: { phase: 'watching', memory, openedAt: undefined },
  effects: [watchWith({ ...watchQuery(random), resourceVersion })],
})

/** resourceVersion unset asks for state as new as etcd's (KEP-3157). */
const streamAll = (memory: WatchMemory, random: number): Step => ({
  next: { phase: 'streaming', memory, openedAt: undefined },
  effects: [
    { do: 'beginSync' },
    watchWith({ ...watchQuery(random), sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' }),
  ],
})

/** Asks for the page that comes next; the first page begins a sync. */
export const askPage = (memory: WatchMemory): Step => ({
  next: { phase: 'paging', memory },
  effects: [
    ...(memory.nextPage === undefined ? [{ do: 'beginSync' } as const] : []),
    { do: 'list', query: { limit: PAGE_LIMIT, continue: memory.nextPage } },
  ],
})

/** Makes the request that is next by what is known: goes on where it was, or gets the whole state. */
export const begin = (memory: WatchMemory, random: number): Step => {
  if (memory.resumeAfter !== undefined) return resume(memory, memory.resumeAfter, random)
  return memory.initialBy === 'stream' ? streamAll(memory, random) : askPage(memory)
}
