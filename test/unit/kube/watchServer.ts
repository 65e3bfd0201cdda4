import type { IncomingMessage, ServerResponse } from 'node:http'
import { answer, listen, type Loopback } from './loopback.ts'

/** One request that the server was asked, and how it is answered. */
export interface Asked {
  readonly query: URLSearchParams
  /** What it may be answered with. */
  readonly accept: string
  /** Sends watch events, one per line. */
  send(...events: readonly unknown[]): void
  /** Sends bytes of some other media type. */
  sendBytes(mediaType: string, bytes: Buffer): void
  end(): void
  /** Cuts the connection. */
  cut(): void
  answer(status: number, body: unknown): void
}

/** A server whose answers the test gives one by one. */
export interface WatchServer {
  readonly loopback: Loopback
  /** The next request. */
  next(): Promise<Asked>
  /** Requests that came and were not taken yet. */
  waiting(): number
}

export const object = (name: string, resourceVersion: string, extra: object = {}) => ({
  metadata: { name, resourceVersion },
  ...extra,
})
export const added = (name: string, resourceVersion: string, extra?: object) => ({
  type: 'ADDED',
  object: object(name, resourceVersion, extra),
})
export const deleted = (name: string, resourceVersion: string) => ({
  type: 'DELETED',
  object: object(name, resourceVersion),
})
export const endOfList = (resourceVersion: string) => ({
  type: 'BOOKMARK',
  object: { metadata: { resourceVersion, annotations: { 'k8s.io/initial-events-end': 'true' } } },
})

const asked = (request: IncomingMessage, response: ServerResponse): Asked => ({
  query: new URL(request.url ?? '', 'http://server').searchParams,
  send: (...events) => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/json' })
    response.write(events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join(''))
  },
  accept: request.headers.accept ?? '',
  sendBytes: (mediaType, bytes) => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': mediaType })
    response.write(bytes)
  },
  end: () => void response.end(),
  cut: () => void response.destroy(),
  answer: (status, body) => answer(response, status, body),
})

export const startWatchServer = async (): Promise<WatchServer> => {
  const waiting: Asked[] = []
  const takers: ((asked: Asked) => void)[] = []
  const loopback = await listen((request, response) => {
    const taker = takers.shift()
    if (taker) taker(asked(request, response))
    else waiting.push(asked(request, response))
  })
  return {
    loopback,
    waiting: () => waiting.length,
    next: () =>
      new Promise((resolve) => {
        const first = waiting.shift()
        if (first) resolve(first)
        else takers.push(resolve)
      }),
  }
}
