import { failureOfStatus, failureWithoutAnswer } from '../../../../src/kube/apiError.ts'
import type { ListPage } from '../../../../src/kube/codec.ts'
import { initialState, type WatchEffect, type WatchEvent } from '../../../../src/kube/watch/protocol.ts'
import { step } from '../../../../src/kube/watch/step.ts'

/** One line of a transcript: what happens (after so many seconds of nothing), and what is done about it. */
export type Line = readonly [event: WatchEvent | readonly [seconds: number, event: WatchEvent], ...effects: string[]]

export const due: WatchEvent = { kind: 'due' }
export const opened: WatchEvent = { kind: 'opened' }
export const ended: WatchEvent = { kind: 'ended' }
export const silent: WatchEvent = { kind: 'silent' }

const object =
  (type: 'ADDED' | 'MODIFIED' | 'DELETED') =>
  (name: string, resourceVersion?: string): WatchEvent => ({
    kind: 'frame',
    frame: { type, object: name, resourceVersion },
  })
export const added = object('ADDED')
export const modified = object('MODIFIED')
export const deleted = object('DELETED')

export const bookmark = (resourceVersion: string, endsInitialList = false): WatchEvent => ({
  kind: 'frame',
  frame: { type: 'BOOKMARK', resourceVersion, endsInitialList },
})
export const endOfList = (resourceVersion: string): WatchEvent => bookmark(resourceVersion, true)

export const errorFrame = (code: number, reason = ''): WatchEvent => ({
  kind: 'frame',
  frame: { type: 'ERROR', failure: failureOfStatus({ code, reason, message: 'says the server' }) },
})

export const refused = (status: number, retryAfter?: string): WatchEvent => ({
  kind: 'failed',
  failure: failureOfStatus({ message: 'says the server' }, status, retryAfter),
})

export const broken: WatchEvent = { kind: 'failed', failure: failureWithoutAnswer('Unreachable', 'read ECONNRESET') }

export const page = (items: readonly string[], at: Partial<Omit<ListPage, 'items'>>): WatchEvent => ({
  kind: 'page',
  page: { items, resourceVersion: undefined, next: undefined, ...at },
})

const told = (effect: WatchEffect): string => {
  switch (effect.do) {
    case 'watch': {
      const { sendInitialEvents, resourceVersion } = effect.query
      return sendInitialEvents ? 'watch-list' : `watch after ${String(resourceVersion)}`
    }
    case 'list':
      return effect.query['continue'] === undefined ? 'list' : `list ${effect.query['continue']}`
    case 'wait':
      return `wait ${effect.ms}`
    case 'upsert':
      return `upsert ${effect.objects.join(' ')}`
    case 'remove':
      return `remove ${String(effect.object)}`
    case 'report':
      return effect.notice.kind === 'refused'
        ? `refused ${effect.notice.verb} ${effect.notice.status}`
        : effect.notice.kind
    case 'disconnect':
    case 'beginSync':
    case 'endSync':
      return effect.do
    default:
      return effect satisfies never
  }
}

/** Plays events to the state machine (random is always 0.5) and writes down what it does. */
export const play = (lines: readonly Line[]): readonly Line[] => {
  let state = initialState
  let now = 0
  return lines.map(([timed]): Line => {
    const [seconds, event] = 'kind' in timed ? [0, timed] : timed
    now += seconds * 1000
    const { next, effects } = step(state, { ...event, now, random: 0.5 })
    state = next
    return [timed, ...effects.map(told)]
  })
}
