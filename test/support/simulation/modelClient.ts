import { ApiError, failureOfStatus } from '../../../src/kube/apiError.ts'
import type { ApiClient } from '../../../src/kube/client.ts'
import { ApiError as ServerError } from '../apiserver/index.ts'
import type { InProcessStore, Named } from '../apiserver/inProcess.ts'
import { parseJson, type Json } from '../apiserver/json.ts'
import { policies } from './modelServer.ts'

/** A request on its way: it waits until the schedule lets it through, loses it, or never does. */
export interface PendingCall {
  readonly name: string
  readonly writes: boolean
  /** Does it on the server; what comes of it is told by the function that it returns. */
  readonly perform: () => () => void
  readonly fail: (error: Error) => void
}

const place =
  /^\/apis?\/(?:v1|[^/]+\/[^/]+)(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<resource>[^/]+)(?:\/(?<name>[^/]+))?$/

const targetOf = (path: string): { readonly resource: string; readonly named: Named } => {
  const { namespace, resource = '', name = '' } = place.exec(path)?.groups ?? {}
  return {
    resource: resource === 'imagepolicies' ? policies : resource,
    named: { name, ...(namespace !== undefined && { namespace }) },
  }
}

/** As the wire would: no two sides share an object. */
const copied = (object: object): Json => parseJson(JSON.stringify(object))

const asClientError = (error: unknown, name: string): unknown =>
  error instanceof ServerError ? new ApiError(failureOfStatus(error.body, error.code), name) : error

/** The operator's client, on a store in this process; every call is handed to `send` and waits there. */
export const createModelClient = (store: InProcessStore, send: (call: PendingCall) => void): ApiClient => {
  const call = (method: string, path: string, run: () => object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const name = `${method} ${path}`
      send({
        name,
        writes: method !== 'GET',
        fail: reject,
        perform: () => {
          try {
            const answer = copied(run())
            return () => resolve(answer)
          } catch (error) {
            return () => reject(asClientError(error, name))
          }
        },
      })
    })

  return {
    get: (path) =>
      call('GET', path, () => {
        const { resource, named } = targetOf(path)
        return store.get(resource, named)
      }),
    create: (path, object) => call('POST', path, () => store.create(copied(object))),
    replace: (path, object) => call('PUT', path, () => store.update(copied(object))),
    replaceStatus: (path, object) =>
      call('PUT', `${path}/status`, () => store.update(copied(object), { subresource: 'status' })),
    mergePatch: (path, patch) =>
      call('PATCH', path, () => {
        const { resource, named } = targetOf(path)
        return store.patch(resource, named, copied(patch))
      }),
    delete: (path, { uid, resourceVersion } = {}) =>
      call('DELETE', path, () => {
        const { resource, named } = targetOf(path)
        return store.delete(resource, named, {
          ...(uid !== undefined && { uid }),
          ...(resourceVersion !== undefined && { resourceVersion }),
        })
      }),
    evict: () => Promise.reject(new Error('no pods here')),
    listPage: () => Promise.reject(new Error('watches list by themselves')),
  }
}
