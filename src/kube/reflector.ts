import { type Clock, systemClock } from '../runtime/clock.ts'
import { applyRemove, applyUpsert, type MalformedObject } from './apply.ts'
import { createCodecChoice } from './codecChoice.ts'
import { followWatch, readPage, waitUntilDue } from './connection.ts'
import type { Sink, WatchedResource } from './sink.ts'
import type { Query, Transport } from './transport.ts'
import { initialState, type WatchEffect, type WatchEvent, type WatchNotice } from './watch/protocol.ts'
import { step } from './watch/step.ts'

/** The server's protobuf cannot be read, time and again: from now on this resource is asked for as JSON. */
export interface FellBack {
  readonly kind: 'fellBack'
  readonly why: string
}

/** What is worth telling about a watched resource; `resource` is its name. */
export type ReflectorNotice = { readonly resource: string } & (WatchNotice | MalformedObject | FellBack)

export interface ReflectorOptions<R> {
  readonly transport: Transport
  readonly resource: WatchedResource<R>
  readonly sink: Sink<R>
  readonly report: (notice: ReflectorNotice) => void
  readonly signal: AbortSignal
  readonly clock?: Clock
  readonly random?: () => number
}

/**
 * Keeps a sink equal to what the API server holds of a resource, until the signal is aborted; then resolves.
 * Whatever the server or the network does is reported and tried again. Rejects only when the sink or `report` throws.
 */
export const runReflector = <R>({
  transport,
  resource,
  sink,
  report,
  signal,
  clock = systemClock,
  random = Math.random,
}: ReflectorOptions<R>): Promise<void> => {
  const choice = createCodecChoice(resource.protobuf === true)
  const reportHere = (notice: WatchNotice | MalformedObject | FellBack): void =>
    report({ resource: resource.name, ...notice })
  return new Promise((resolve, reject) => {
    let state = initialState
    let connection = new AbortController()

    const stop = (settle: () => void): void => {
      signal.removeEventListener('abort', stopInOrder)
      connection.abort()
      settle()
    }
    const stopInOrder = (): void => stop(resolve)

    /** Starts what will tell events; whatever told them before is over. */
    const start = (run: (signal: AbortSignal) => Promise<void>): void => {
      connection.abort()
      connection = new AbortController()
      void run(connection.signal)
    }

    const optionsFor = (query: Query, ended: AbortSignal) => {
      const { path, fieldSelector, labelSelector } = resource
      return {
        transport,
        codecs: choice.codecs(),
        clock,
        path,
        query: { ...query, fieldSelector, labelSelector },
        signal: ended,
        tell,
      }
    }

    const perform = (effect: WatchEffect): void => {
      switch (effect.do) {
        case 'watch':
          return start((ended) =>
            followWatch({ ...optionsFor(effect.query, ended), silentAfterMs: effect.silentAfterMs }),
          )
        case 'list':
          return start((ended) => readPage(optionsFor(effect.query, ended)))
        case 'wait':
          return start((ended) => waitUntilDue(clock, effect.ms, ended, tell))
        case 'disconnect':
          return connection.abort()
        case 'beginSync':
          return sink.beginSync()
        case 'endSync':
          return sink.endSync()
        case 'upsert':
          for (const object of effect.objects) applyUpsert(resource, sink, object, reportHere)
          return
        case 'remove':
          return applyRemove(resource, sink, effect.object, reportHere)
        case 'report':
          return reportHere(effect.notice)
        default:
          return effect satisfies never
      }
    }

    const tell = (event: WatchEvent): void => {
      if (signal.aborted) return
      try {
        const why = choice.note(event)
        if (why !== undefined) reportHere({ kind: 'fellBack', why })
        const { next, effects } = step(state, { ...event, now: clock.now(), random: random() })
        state = next
        for (const effect of effects) perform(effect)
      } catch (error) {
        // A sink that throws is a mistake of ours, and must not look like a connection that failed.
        stop(() => reject(error))
      }
    }

    if (signal.aborted) return resolve()
    signal.addEventListener('abort', stopInOrder, { once: true })
    start((ended) => waitUntilDue(clock, 0, ended, tell))
  })
}
