import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { isObject, type JsonObject, objectAt, objectsAt, parseJson, textAt } from '../apiserver/json.ts'
import { isStatus, type PuppetClient } from './client.ts'
import { keyOf } from './objects.ts'

/** A local copy of one list, kept by a watch. */
export interface Mirror {
  readonly objects: ReadonlyMap<string, JsonObject>
  /** Resolves after the first list. */
  readonly synced: Promise<void>
  /** Resolves once an object is in the copy, at the latest after a while: for what one has created oneself. */
  appears: (key: string) => Promise<void>
  stop: () => void
}

export interface MirrorTarget {
  /** The path of the list: `/api/v1/pods`. */
  readonly path: string
  readonly query?: string
  /** Lists leave kind and apiVersion out of their items; they are put back. */
  readonly apiVersion: string
  readonly kind: string
}

export type MirrorListener = (object: JsonObject, gone: boolean) => void

/** How long a puppet waits after an error. */
const RETRY_MILLISECONDS = 100

/** How long one waits to see what one has created. */
const APPEARS_MILLISECONDS = 2000

/** Lists, watches, and lists again whenever the watch cannot go on: puppets need no more than that. */
export const mirror = (
  client: PuppetClient,
  { path, query = '', apiVersion, kind }: MirrorTarget,
  onChange: MirrorListener,
): Mirror => {
  const objects = new Map<string, JsonObject>()
  const stopped = new AbortController()
  const { promise: synced, resolve } = Promise.withResolvers<void>()

  const awaited = new Map<string, () => void>()
  const appears = (key: string): Promise<void> => {
    if (objects.has(key)) return Promise.resolve()
    const seen = new Promise<void>((done) => awaited.set(key, done))
    return Promise.race([seen, sleep(APPEARS_MILLISECONDS, undefined, { ref: false })]).finally(() =>
      awaited.delete(key),
    )
  }

  const put = (object: JsonObject) => {
    objects.set(keyOf(object), object)
    awaited.get(keyOf(object))?.()
    onChange(object, false)
  }
  const remove = (object: JsonObject) => {
    objects.delete(keyOf(object))
    onChange(object, true)
  }

  const list = async (): Promise<string> => {
    const answer = await client.get(`${path}?${query}`)
    const items = objectsAt(answer, 'items').map((item): JsonObject => ({ ...item, apiVersion, kind }))
    const present = new Set(items.map(keyOf))
    for (const [key, object] of objects) if (!present.has(key)) remove(object)
    for (const item of items) put(item)
    return textAt(objectAt(answer, 'metadata'), 'resourceVersion')
  }

  /** Follows one connection; returns where to go on, or undefined where only a new list helps. */
  const follow = async (response: IncomingMessage, since: string): Promise<string | undefined> => {
    let revision = since
    for await (const line of createInterface({ input: response })) {
      const event = parseJson(line)
      const object = objectAt(event, 'object')
      if (!isObject(event) || event['type'] === 'ERROR') return undefined
      revision = textAt(objectAt(object, 'metadata'), 'resourceVersion') || revision
      if (event['type'] === 'DELETED') remove(object)
      else if (event['type'] !== 'BOOKMARK') put(object)
    }
    return revision
  }

  const run = async () => {
    let revision: string | undefined
    while (!stopped.signal.aborted) {
      try {
        revision ??= await list()
        resolve()
        const watch = `${path}?watch=true&allowWatchBookmarks=true&resourceVersion=${revision}&${query}`
        revision = await follow(await client.stream(watch, stopped.signal), revision)
      } catch (error) {
        if (stopped.signal.aborted) return
        if (isStatus(error, 410)) revision = undefined
        await sleep(RETRY_MILLISECONDS)
      }
    }
  }
  void run()

  return { objects, synced, appears, stop: () => stopped.abort() }
}
