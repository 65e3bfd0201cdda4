import type { WatchFrame } from '../codec.ts'
import { askPage, begin, type Step } from './begin.ts'
import { fail, fallBackToPages, retry } from './failure.ts'
import { HEALTHY_AFTER_MS, UNFINISHED_STREAMS_BEFORE_PAGES } from './limits.ts'
import type { WatchEffect, WatchInput, WatchMemory, WatchState } from './protocol.ts'

type Open = Extract<WatchState, { openedAt: number | undefined }>

const wasHealthy = (state: WatchState, now: number): boolean =>
  'openedAt' in state && state.openedAt !== undefined && now - state.openedAt >= HEALTHY_AFTER_MS

/** What is known when a connection is over: a healthy stretch wipes out the failures before it. */
const memoryAfter = (state: WatchState, now: number): WatchMemory =>
  wasHealthy(state, now) ? { ...state.memory, failures: 0, refusals: 0, expiries: 0, failedResumes: 0 } : state.memory

const DISCONNECT: WatchEffect = { do: 'disconnect' }

const disconnecting = (step: Step): Step => ({ next: step.next, effects: [DISCONNECT, ...step.effects] })

/** The stream is over without an error: go on at once if it had been well, else after a back-off. */
const afterStream = (state: Open, why: string, input: WatchInput): Step => {
  const memory = memoryAfter(state, input.now)
  const healthy = wasHealthy(state, input.now)
  if (state.phase === 'watching') return healthy ? begin(memory, input.random) : retry(memory, why, input)
  const unfinishedStreams = memory.unfinishedStreams + 1
  // Either it had ample time and said no end, or it was given up on time and again.
  if (healthy || unfinishedStreams >= UNFINISHED_STREAMS_BEFORE_PAGES) {
    return fallBackToPages(memory, 'the server does not end the initial list', input.random)
  }
  return retry({ ...memory, unfinishedStreams }, why, input)
}

const TELL_SYNCED: WatchEffect = { do: 'report', notice: { kind: 'synced' } }

const synced: readonly WatchEffect[] = [{ do: 'endSync' }, TELL_SYNCED]

const notRefused = { refusals: 0, toldRefused: false } as const

/** A watch that resumes after a refusal holds the whole state once more, and nothing else would say so. */
const onOpened = (state: Open, now: number): Step => {
  const { memory } = state
  if (state.phase === 'streaming') return { next: { ...state, openedAt: now }, effects: [] }
  return {
    next: { ...state, openedAt: now, memory: { ...memory, ...notRefused } },
    effects: memory.toldRefused ? [TELL_SYNCED] : [],
  }
}

const bookmark = (state: Open, frame: Extract<WatchFrame, { type: 'BOOKMARK' }>, input: WatchInput): Step => {
  const resumeAfter = frame.resourceVersion ?? state.memory.resumeAfter
  if (state.phase === 'watching') return { next: advance(state, resumeAfter), effects: [] }
  if (!frame.endsInitialList) {
    // kube-apiserver sends no other bookmark before the one that ends the list (cache_watcher.go, v1.36).
    const memory = memoryAfter(state, input.now)
    return disconnecting(fallBackToPages(memory, 'the server ignores sendInitialEvents', input.random))
  }
  const memory = { ...state.memory, ...notRefused, resumeAfter, unfinishedStreams: 0 }
  return { next: { phase: 'watching', memory, openedAt: state.openedAt }, effects: synced }
}

// Within an initial list the objects come in no order of their versions: there is no place to resume after.
const advance = (state: Open, resourceVersion: string | undefined): WatchState =>
  state.phase === 'streaming' || resourceVersion === undefined
    ? state
    : { ...state, memory: { ...state.memory, resumeAfter: resourceVersion, failedResumes: 0 } }

const onFrame = (state: Open, frame: WatchFrame, input: WatchInput): Step => {
  switch (frame.type) {
    case 'ADDED':
    case 'MODIFIED':
      return { next: advance(state, frame.resourceVersion), effects: [{ do: 'upsert', objects: [frame.object] }] }
    case 'DELETED':
      return { next: advance(state, frame.resourceVersion), effects: [{ do: 'remove', object: frame.object }] }
    case 'BOOKMARK':
      return bookmark(state, frame, input)
    case 'ERROR':
      return disconnecting(fail(state, memoryAfter(state, input.now), frame.failure, input))
    default:
      return frame satisfies never
  }
}

const onPage = (
  state: Extract<WatchState, { phase: 'paging' }>,
  { page, random }: Extract<WatchInput, { kind: 'page' }>,
): Step => {
  const upsert: WatchEffect = { do: 'upsert', objects: page.items }
  if (page.next !== undefined) {
    const step = askPage({ ...state.memory, nextPage: page.next })
    return { next: step.next, effects: [upsert, ...step.effects] }
  }
  const resumeAfter = page.resourceVersion ?? '0'
  const step = begin({ ...state.memory, ...notRefused, nextPage: undefined, resumeAfter }, random)
  return { next: step.next, effects: [upsert, ...synced, ...step.effects] }
}

const ignore = (state: WatchState): Step => ({ next: state, effects: [] })

/**
 * The whole protocol by which a resource is listed, watched and kept current (client-go tools/cache/reflector.go,
 * v1.36; KEP-3157 watch-list), without clock, chance or socket. An input that a state does not wait for is what is
 * left of a connection that is over, and is ignored.
 */
export const step = (state: WatchState, input: WatchInput): Step => {
  switch (state.phase) {
    case 'waiting':
      return input.kind === 'due' ? begin(state.memory, input.random) : ignore(state)
    case 'paging':
      if (input.kind === 'page') return onPage(state, input)
      return input.kind === 'failed' ? fail(state, state.memory, input.failure, input) : ignore(state)
    case 'streaming':
    case 'watching':
      switch (input.kind) {
        case 'opened':
          return onOpened(state, input.now)
        case 'frame':
          return onFrame(state, input.frame, input)
        case 'failed':
          return fail(state, memoryAfter(state, input.now), input.failure, input)
        case 'ended':
          return afterStream(state, 'the server ended the watch early', input)
        case 'silent':
          return disconnecting(afterStream(state, 'the connection went silent', input))
        case 'due':
        case 'page':
          return ignore(state)
        default:
          return input satisfies never
      }
    default:
      return state satisfies never
  }
}
