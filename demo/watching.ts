import { mirror } from '../test/support/puppets/mirror.ts'
import type { PuppetClient } from '../test/support/puppets/index.ts'
import { collection, type Kind } from '../test/integration/support/paths.ts'
import type { Fact } from './facts.ts'

/** The story did not come true. */
export class StoryError extends Error {
  override readonly name = 'StoryError'
}

/** Sees the cluster change, and waits for what is to come. Nothing in the story waits for a time to pass. */
export interface Watching {
  /**
   * Resolves as soon as it holds of the objects of a kind, with the time since the call in milliseconds. Rejects with a
   * StoryError when it takes too long, and when the story is broken off.
   *
   * @param what reads after "waited for"
   */
  readonly until: (kind: Kind, what: string, holds: Fact) => Promise<number>
  /** Nothing is seen any more; what is waited for, now or later, breaks off. */
  readonly stop: () => void
}

/** Long, because it is there to end a story that hangs, not to measure it. */
const DEADLINE_MILLISECONDS = 60_000

const apiVersionOf = (path: string): string => path.split('/').slice(2, -1).join('/')

interface Followed {
  readonly holds: (fact: Fact) => boolean
  readonly listeners: Set<() => void>
  readonly stop: () => void
}

const follow = (client: PuppetClient, kind: Kind): Followed => {
  const listeners = new Set<() => void>()
  const path = collection(kind)
  const copy = mirror(client, { path, kind, apiVersion: apiVersionOf(path) }, () => {
    for (const listen of listeners) listen()
  })
  return { holds: (fact) => fact([...copy.objects.values()]), listeners, stop: copy.stop }
}

export const watching = (client: PuppetClient, signal: AbortSignal): Watching => {
  const kinds = new Map<Kind, Followed>()
  const stopped = new AbortController()
  const over = AbortSignal.any([signal, stopped.signal])
  const followed = (kind: Kind): Followed => {
    const known = kinds.get(kind) ?? follow(client, kind)
    kinds.set(kind, known)
    return known
  }

  return {
    until: async (kind, what, fact) => {
      const begun = performance.now()
      const brokenOff = new StoryError(`broken off while waiting for: ${what}`)
      if (over.aborted) throw brokenOff
      const { holds, listeners } = followed(kind)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const look = () => {
        if (holds(fact)) resolve()
      }
      const late = setTimeout(
        () => reject(new StoryError(`waited ${DEADLINE_MILLISECONDS / 1000} s for: ${what}`)),
        DEADLINE_MILLISECONDS,
      )
      const breakOff = () => reject(brokenOff)
      over.addEventListener('abort', breakOff)
      listeners.add(look)
      look()
      try {
        await promise
      } finally {
        clearTimeout(late)
        over.removeEventListener('abort', breakOff)
        listeners.delete(look)
      }
      return performance.now() - begun
    },
    stop: () => {
      stopped.abort()
      for (const { stop } of kinds.values()) stop()
    },
  }
}
