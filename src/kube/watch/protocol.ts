import type { ApiFailure } from '../apiError.ts'
import type { ListPage, WatchFrame } from '../codec.ts'
import type { Query } from '../transport.ts'

/** What the watch knows from one connection to the next. */
export interface WatchMemory {
  /** resourceVersion to resume after; undefined: the whole state must be got first. */
  readonly resumeAfter: string | undefined
  /** How the whole state is got: from a watch-list, or from pages once the server has shown not to know those. */
  readonly initialBy: 'stream' | 'pages'
  /** Token of the page to ask for next, while pages are being read. */
  readonly nextPage: string | undefined
  /** Passing failures in a row, since a healthy stretch or an answer. */
  readonly failures: number
  /** Refusals in a row. */
  readonly refusals: number
  /** A refusal has been told, and not yet that it is over. */
  readonly toldRefused: boolean
  /** Times that the place was too old, since a healthy stretch. */
  readonly expiries: number
  /** Times in a row that the server failed to go on from `resumeAfter`. */
  readonly failedResumes: number
  /** Watch-lists in a row that ended before their end bookmark. */
  readonly unfinishedStreams: number
}

export type WatchState =
  /** Until the input `due`; the first state, too. */
  | { readonly phase: 'waiting'; readonly memory: WatchMemory }
  /** A watch-list, before the bookmark that ends the initial list. */
  | { readonly phase: 'streaming'; readonly memory: WatchMemory; readonly openedAt: number | undefined }
  | { readonly phase: 'paging'; readonly memory: WatchMemory }
  | { readonly phase: 'watching'; readonly memory: WatchMemory; readonly openedAt: number | undefined }

export type WatchEvent =
  /** The wait is over. */
  | { readonly kind: 'due' }
  /** The watch was answered with 200. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'frame'; readonly frame: WatchFrame }
  | { readonly kind: 'page'; readonly page: ListPage }
  /** The request was refused, or its connection failed. The connection is gone. */
  | { readonly kind: 'failed'; readonly failure: ApiFailure }
  /** The server ended the stream in good order. */
  | { readonly kind: 'ended' }
  /** No byte came for as long as the watch effect said. */
  | { readonly kind: 'silent' }

/** An event, with the clock (monotonic milliseconds) and a random number from 0 up to 1. */
export type WatchInput = WatchEvent & { readonly now: number; readonly random: number }

export type WatchEffect =
  | { readonly do: 'watch'; readonly query: Query; readonly silentAfterMs: number }
  | { readonly do: 'list'; readonly query: Query }
  /** End the connection of the last `watch`; nothing of it counts any more. */
  | { readonly do: 'disconnect' }
  /** Come back with `due` after so long. */
  | { readonly do: 'wait'; readonly ms: number }
  /** From here to endSync comes the whole state; another beginSync before that starts over. */
  | { readonly do: 'beginSync' }
  | { readonly do: 'endSync' }
  | { readonly do: 'upsert'; readonly objects: readonly unknown[] }
  | { readonly do: 'remove'; readonly object: unknown }
  | { readonly do: 'report'; readonly notice: WatchNotice }

/** What is worth telling about a watch. */
export type WatchNotice =
  /** The sink holds the whole state, and is kept current from here. */
  | { readonly kind: 'synced' }
  /** The server answers, but does not give this (no permission, no such resource); tried again after `inMs`. */
  | {
      readonly kind: 'refused'
      readonly verb: 'watch' | 'list'
      readonly status: number
      readonly message: string
      readonly inMs: number
    }
  /** Something that passes by itself; tried again after `inMs`. */
  | { readonly kind: 'retrying'; readonly inMs: number; readonly why: string }
  /** The whole state is got once more; what the sink holds stays meanwhile. */
  | { readonly kind: 'restarted'; readonly why: string }

export const initialState: WatchState = {
  phase: 'waiting',
  memory: {
    resumeAfter: undefined,
    initialBy: 'stream',
    nextPage: undefined,
    failures: 0,
    refusals: 0,
    toldRefused: false,
    expiries: 0,
    failedResumes: 0,
    unfinishedStreams: 0,
  },
}
