import { type Clock, systemClock } from '../runtime/clock.ts'
import { ApiError, failureWithoutAnswer } from './apiError.ts'
import type { ListPage } from './codec.ts'
import type { Ending } from './ending.ts'
import { jsonCodec } from './jsonCodec.ts'
import { retrying, retryNever, retryReads, type RetryRule, retryWrites } from './retry.ts'
import type { HttpMethod, Query, Transport } from './transport.ts'
import { namespaced } from './resourcePath.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
}

export interface ListOptions extends CallOptions {
  readonly limit?: number
  /** Token of the page before. */
  readonly continue?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

/** What must still hold of an object for it to be deleted or evicted; else the call is a Conflict. */
export interface Preconditions {
  readonly uid?: string
  readonly resourceVersion?: string
}

export interface DeleteOptions extends CallOptions, Preconditions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
}

export interface PodToEvict extends Preconditions {
  readonly namespace: string
  readonly name: string
}

/**
 * The few calls of an operator. Paths come from resourcePath.ts; objects go in and out as parsed JSON. All reject
 * with ApiError. Reads are tried again when the network or the server fails; writes only when the server refused
 * to look at them (429), since any other failure leaves open whether they were done: the caller reads again and
 * decides again.
 */
export interface ApiClient {
  get(path: string, options?: CallOptions): Promise<unknown>
  listPage(path: string, options?: ListOptions): Promise<ListPage>
  /** @param path of the collection */
  create(path: string, object: object, options?: CallOptions): Promise<unknown>
  /** With metadata.resourceVersion in the object, a Conflict when it has changed since. */
  replace(path: string, object: object, options?: CallOptions): Promise<unknown>
  /** As replace, of the status subresource. */
  replaceStatus(path: string, object: object, options?: CallOptions): Promise<unknown>
  /** JSON merge patch (RFC 7396). With metadata.resourceVersion in it, a Conflict when it has changed since. */
  mergePatch(path: string, patch: object, options?: CallOptions): Promise<unknown>
  delete(path: string, options?: DeleteOptions): Promise<unknown>
  /** Through the Eviction API (policy/v1). Never repeated: TooManyRequests means that a disruption budget forbids it now. */
  evict(pod: PodToEvict, options?: CallOptions): Promise<unknown>
}

export interface ClientOptions {
  readonly transport: Transport
  /** The name under which managedFields records what is written. */
  readonly fieldManager: string
  readonly clock?: Clock
  readonly random?: () => number
  /** When calls without a signal of their own end; never, where it is left out. */
  readonly ending?: Ending
}

interface Call extends CallOptions {
  readonly method: HttpMethod
  readonly path: string
  readonly rule: RetryRule
  readonly query?: Query
  readonly body?: object
  readonly contentType?: string
}

const JSON_TYPE = 'application/json'

/** Reads an answer; what cannot be read is an ApiError that does not quote it. */
const readAs = <T>(call: Call, read: () => T): T => {
  try {
    return read()
  } catch {
    throw new ApiError(failureWithoutAnswer('Unreadable', 'the answer is not JSON of the Kubernetes API'), nameOf(call))
  }
}

const nameOf = ({ method, path }: Call): string => `${method} ${path} (answer)`

/** An empty set of preconditions is left out: the server would take it, but it says nothing. */
const preconditionsOf = ({ uid, resourceVersion }: Preconditions) =>
  uid === undefined && resourceVersion === undefined ? {} : { preconditions: { uid, resourceVersion } }

export const createClient = ({
  transport,
  fieldManager,
  clock = systemClock,
  random = Math.random,
  ending,
}: ClientOptions): ApiClient => {
  const send = async (call: Call): Promise<Buffer> => {
    const { method, path, query, body, contentType = JSON_TYPE, rule } = call
    const signal = call.signal ?? ending?.over
    const response = await retrying(rule, { clock, random, signal: call.signal ?? ending?.told }, () =>
      transport.request({
        method,
        path,
        accept: JSON_TYPE,
        ...(query && { query }),
        ...(body && { body: JSON.stringify(body), contentType }),
        ...(signal && { signal }),
      }),
    )
    return response.body
  }

  const sendForJson = async (call: Call): Promise<unknown> => {
    const body = await send(call)
    return readAs(call, (): unknown => JSON.parse(body.toString('utf8')))
  }

  const write = (call: Omit<Call, 'rule' | 'query'>): Promise<unknown> =>
    sendForJson({ ...call, query: { fieldManager }, rule: retryWrites })

  return {
    get: (path, options) => sendForJson({ ...options, method: 'GET', path, rule: retryReads }),
    listPage: async (path, { signal, ...query } = {}) => {
      const call: Call = { method: 'GET', path, query: { ...query }, rule: retryReads, ...(signal && { signal }) }
      const body = await send(call)
      return readAs(call, () => jsonCodec.decodeList(body))
    },
    create: (path, body, options) => write({ ...options, method: 'POST', path, body }),
    replace: (path, body, options) => write({ ...options, method: 'PUT', path, body }),
    replaceStatus: (path, body, options) => write({ ...options, method: 'PUT', path: `${path}/status`, body }),
    mergePatch: (path, body, options) =>
      write({ ...options, method: 'PATCH', path, body, contentType: 'application/merge-patch+json' }),
    delete: (path, { signal, propagationPolicy, ...preconditions } = {}) =>
      sendForJson({
        method: 'DELETE',
        path,
        body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy, ...preconditionsOf(preconditions) },
        rule: retryWrites,
        ...(signal && { signal }),
      }),
    evict: ({ namespace, name, ...preconditions }, options) =>
      sendForJson({
        ...options,
        method: 'POST',
        path: `${namespaced('/api/v1', 'pods', namespace, name)}/eviction`,
        query: { fieldManager },
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { namespace, name },
          deleteOptions: preconditionsOf(preconditions),
        },
        rule: retryNever,
      }),
  }
}
