import { Agent as HttpAgent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isObject, type Json, type JsonObject, parseJson, textAt } from '../apiserver/json.ts'

/** Where an API server is and how to get in; PEMs as text. */
export interface ClusterAccess {
  readonly url: string
  readonly token?: string
  readonly ca?: string | undefined
  readonly cert?: string
  readonly key?: string
}

/** An answer that is no success. */
export class PuppetError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'PuppetError'
    this.status = status
  }
}

/** The puppets' own client: it shares no code with the product, and works against any API server. Paths are absolute. */
export interface PuppetClient {
  get: (path: string) => Promise<JsonObject>
  /** A list as the server lays it out for kubectl: a meta.k8s.io/v1 Table. */
  table: (path: string) => Promise<JsonObject>
  create: (path: string, object: JsonObject) => Promise<JsonObject>
  update: (path: string, object: JsonObject) => Promise<JsonObject>
  /** A JSON merge patch. */
  patch: (path: string, patch: JsonObject) => Promise<JsonObject>
  delete: (path: string, options?: JsonObject) => Promise<JsonObject>
  /** The answer to a GET as it comes, for watches. Abort it to end it. */
  stream: (path: string, signal: AbortSignal) => Promise<IncomingMessage>
  close: () => void
}

const readText = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of response) {
    const bytes: Buffer = chunk
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString()
}

const failure = async (response: IncomingMessage, request: string): Promise<PuppetError> => {
  const text = await readText(response)
  let message = text
  try {
    message = textAt(parseJson(text), 'message') || text
  } catch {
    // Not every refusal is a Status.
  }
  const status = response.statusCode ?? 0
  return new PuppetError(status, `${request}: ${status} ${message}`)
}

const parsed = async (response: IncomingMessage, request: string): Promise<JsonObject> => {
  if ((response.statusCode ?? 0) >= 300) throw await failure(response, request)
  const value = parseJson(await readText(response))
  return isObject(value) ? value : {}
}

export const puppetClient = (access: ClusterAccess, userAgent = 'puppet'): PuppetClient => {
  const url = new URL(access.url)
  const secure = url.protocol === 'https:'
  const { ca, cert, key, token } = access
  const tls = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, maxSockets: 16, ...tls })
    : new HttpAgent({ keepAlive: true, maxSockets: 16 })

  const open = (
    method: string,
    path: string,
    options: Pick<RequestOptions, 'agent' | 'signal'> & { readonly contentType?: string; readonly accept?: string },
    body?: string,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { contentType, accept = 'application/json', ...rest } = options
      const send = secure ? httpsRequest : httpRequest
      const headers = {
        Accept: accept,
        'User-Agent': userAgent,
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(contentType && { 'Content-Type': contentType }),
        // Node gives a DELETE none by itself, and the body would be read as the next request.
        ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
      }
      const request = send(new URL(path, url), { method, agent, ...(secure && tls), ...rest, headers }, resolve)
      request.once('error', reject)
      request.end(body)
    })

  const call = async (
    method: string,
    path: string,
    body?: Json,
    contentType = 'application/json',
  ): Promise<JsonObject> => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    return parsed(await open(method, path, text === undefined ? {} : { contentType }, text), `${method} ${path}`)
  }

  return {
    get: (path) => call('GET', path),
    table: async (path) =>
      parsed(await open('GET', path, { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' }), `GET ${path}`),
    create: (path, object) => call('POST', path, object),
    update: (path, object) => call('PUT', path, object),
    patch: (path, patch) => call('PATCH', path, patch, 'application/merge-patch+json'),
    delete: (path, options = {}) => call('DELETE', path, { kind: 'DeleteOptions', apiVersion: 'v1', ...options }),
    stream: async (path, signal) => {
      // A watch has a connection of its own: it must not keep the others waiting.
      const response = await open('GET', path, { signal, agent: secure ? new HttpsAgent(tls) : new HttpAgent() })
      if ((response.statusCode ?? 0) >= 300) throw await failure(response, `GET ${path}`)
      return response
    },
    close: () => agent.destroy(),
  }
}

/** Whether an error is an answer with this status. */
export const isStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof PuppetError && statuses.includes(error.status)
