import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import type { KubeConfig } from '@kubernetes/client-node'
import { createAgentPool, DEFAULT_MAX_SOCKETS } from './agents.ts'
import { ApiError, failureOfResponse, failureWithoutAnswer } from './apiError.ts'
import { createAuthenticate } from './authentication.ts'
import { limitRequest } from './requestLimit.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Undefined values are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface TransportRequest {
  readonly method: HttpMethod
  /** From the root of the API, such as `/api/v1/pods`; without query. */
  readonly path: string
  readonly query?: Query
  readonly body?: string | Buffer
  /** Required with a body. */
  readonly contentType?: string
  readonly accept: string
  readonly signal?: AbortSignal
  /** For the whole exchange, or for a stream up to its headers. */
  readonly timeoutMs?: number
}

export interface TransportResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface TransportStream {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Bytes as they come, read no faster than they are taken; fails when the connection breaks. Destroying it ends that. */
  readonly body: Readable
}

/**
 * HTTP to one API server. Both calls reject with ApiError on every answer but 2xx, on a connection that fails and
 * on a timeout; with the signal's reason when it was aborted. Redirects are not followed.
 */
export interface Transport {
  /** Base URL, for messages. */
  readonly server: string
  request(request: TransportRequest): Promise<TransportResponse>
  /** Opens a stream on a connection of its own. */
  stream(request: TransportRequest): Promise<TransportStream>
  /** Cuts all connections and makes no more: what is asked from here on is Unreachable. */
  close(): void
}

export interface TransportOptions {
  readonly userAgent: string
  /** Connections for requests, not counting streams. */
  readonly maxSockets?: number
  /** Default of a request's timeoutMs. */
  readonly requestTimeoutMs?: number
}

/** Half of what kube-apiserver itself allows a request (60 s): what takes longer is better asked again. */
const REQUEST_TIMEOUT_MS = 30_000

const urlOf = (server: URL, { path, query = {} }: TransportRequest): URL => {
  // The server's own path is kept: proxies such as Rancher's put a cluster below one.
  const url = new URL(server.pathname.replace(/\/$/, '') + path, server)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

const collect = async (body: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const isSuccess = (response: IncomingMessage): boolean => {
  const status = response.statusCode ?? 0
  return status >= 200 && status < 300
}

const refusal = async (response: IncomingMessage, name: string): Promise<ApiError> =>
  new ApiError(
    failureOfResponse(response.statusCode ?? 0, await collect(response), response.headers['retry-after']),
    name,
  )

/**
 * HTTP or HTTPS to the current cluster of a kubeconfig, authenticated as its current user.
 * Throws ApiError CredentialsUnavailable when the kubeconfig has no current cluster.
 */
export const createTransport = (
  kubeConfig: KubeConfig,
  { userAgent, maxSockets = DEFAULT_MAX_SOCKETS, requestTimeoutMs = REQUEST_TIMEOUT_MS }: TransportOptions,
): Transport => {
  const cluster = kubeConfig.getCurrentCluster()
  if (!cluster) throw new ApiError(failureWithoutAnswer('CredentialsUnavailable', 'no current cluster'), 'kubeconfig')
  const server = new URL(cluster.server)
  const secure = server.protocol !== 'http:'
  const pool = createAgentPool(secure, maxSockets)
  const authenticate = createAuthenticate(kubeConfig, cluster)
  const closing = new AbortController()

  const open = async (
    request: TransportRequest,
    use: 'requests' | 'streams',
    signal: AbortSignal,
  ): Promise<IncomingMessage> => {
    const { headers, auth, tls, proxyAgent } = await authenticate()
    if (closing.signal.aborted) throw new Error('the connections were closed')
    return new Promise((resolve, reject) => {
      const outgoing: ClientRequest = (secure ? https : http).request(urlOf(server, request), {
        method: request.method,
        agent: proxyAgent ?? pool.agentsFor(tls)[use],
        ...(auth !== undefined && { auth }),
        headers: {
          ...headers,
          'User-Agent': userAgent,
          Accept: request.accept,
          ...(request.contentType !== undefined && { 'Content-Type': request.contentType }),
          ...(request.body !== undefined && { 'Content-Length': Buffer.byteLength(request.body) }),
        },
      })
      outgoing.once('response', resolve)
      // Not by the option `signal`: that destroys with an error, which a socket that has just been put back into the pool
      // throws into the process (Node 24, lib/_http_client.js, between responseOnEnd and emitFreeNT).
      const abort = () => void outgoing.destroy()
      // A request that waits for a connection would be given a new one by an agent whose sockets are destroyed.
      const ends = [signal, closing.signal]
      for (const end of ends) end.addEventListener('abort', abort, { once: true })
      outgoing.once('close', () => {
        for (const end of ends) end.removeEventListener('abort', abort)
      })
      if (signal.aborted) abort()
      // Stays: an error may follow the response, and is then seen by who reads it.
      outgoing.on('error', reject)
      outgoing.end(request.body)
    })
  }

  return {
    server: server.origin,
    request: async (request) => {
      const name = `${request.method} ${request.path}`
      const limit = limitRequest(request.signal, request.timeoutMs ?? requestTimeoutMs, name)
      try {
        const response = await open(request, 'requests', limit.signal)
        if (!isSuccess(response)) throw await refusal(response, name)
        return { status: response.statusCode ?? 0, headers: response.headers, body: await collect(response) }
      } catch (error) {
        throw limit.explain(error)
      } finally {
        limit.release()
      }
    },
    stream: async (request) => {
      const name = `${request.method} ${request.path} (stream)`
      const limit = limitRequest(request.signal, request.timeoutMs ?? requestTimeoutMs, name)
      try {
        const response = await open(request, 'streams', limit.signal)
        if (!isSuccess(response)) throw await refusal(response, name)
        limit.liftDeadline()
        response.once('close', () => limit.release())
        return { status: response.statusCode ?? 0, headers: response.headers, body: response }
      } catch (error) {
        limit.release()
        throw limit.explain(error)
      }
    },
    close: () => {
      closing.abort()
      pool.close()
    },
  }
}
