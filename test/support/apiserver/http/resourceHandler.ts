import type { Json, JsonObject } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { patchTypeOf } from '../patch/patch.ts'
import { apiVersionOf } from '../resources/resource.ts'
import { select } from '../selectors/selection.ts'
import { methodNotAllowed, noSuchPath, success } from '../status.ts'
import { tableOf } from '../table/table.ts'
import type { Api, Target, WriteOptions } from '../verbs/api.ts'
import { create } from '../verbs/create.ts'
import { type Deleted, deleteObject, parseDeleteOptions } from '../verbs/delete.ts'
import { get } from '../verbs/get.ts'
import { patch } from '../verbs/patch.ts'
import { bind, evict } from '../verbs/subresources.ts'
import { update } from '../verbs/update.ts'
import { parseBody } from './body.ts'
import { listPage, type ListRequest, respondList } from './list.ts'
import { negotiate, type Representation } from './negotiate.ts'
import type { Output } from './output.ts'
import type { RequestInfo } from './requestInfo.ts'
import { respondJson } from './respond.ts'
import type { Snapshots } from './snapshots.ts'
import { respondWatch } from './watch.ts'
import { watchOptions, type WatchListSupport } from './watchOptions.ts'

/** A request for a resource, read. */
export interface ResourceRequest {
  readonly info: RequestInfo
  readonly query: URLSearchParams
  readonly accept: string | undefined
  readonly contentType: string
  readonly body: Buffer
}

export interface HandlerOptions {
  readonly watchList: WatchListSupport
  readonly bookmarkMilliseconds: number
}

/** What answers a binding and an eviction. */
const CREATED: JsonObject = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }

const writeOptions = ({ info, query }: ResourceRequest, warnings: string[]): WriteOptions => {
  const validation = query.get('fieldValidation')
  const { subresource } = info
  return {
    dryRun: query.getAll('dryRun').includes('All'),
    fieldValidation: validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
    warn: (message) => warnings.push(message),
    subresource: subresource === 'status' || subresource === 'finalize' ? subresource : '',
  }
}

const warningHeaders = (warnings: readonly string[]): Readonly<Record<string, string>> =>
  warnings.length === 0 ? {} : { Warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ') }

const shown = (api: Api, target: Target, object: KubeObject, representation: Representation): Json => {
  if (representation.as === 'object') return object
  const metadata: JsonObject = { resourceVersion: object.metadata.resourceVersion }
  return tableOf(target.resource.columns, [object], { include: representation.include, now: api.now(), metadata })
}

const deletedBody = ({ resource }: Target, { object, gone }: Deleted): Json =>
  gone && !resource.returnsDeleted ? success(resource, object.metadata.name, object.metadata.uid ?? '') : object

const checkSubresource = ({ resource }: Target, { subresource, verb, name }: RequestInfo) => {
  if (subresource === '' && name === '' && ['update', 'patch'].includes(verb)) throw methodNotAllowed()
  if (subresource === '' && name !== '' && verb === 'create') throw methodNotAllowed()
  if (subresource === '') return
  const known = subresource === 'status' ? resource.hasStatus : resource.subresources.includes(subresource)
  if (!known) throw noSuchPath()
}

const deleteCollection = (api: Api, snapshots: Snapshots, request: ListRequest, body: Json | undefined): Json => {
  const { objects, metadata } = listPage(api, snapshots, request)
  const { resource } = request
  for (const { metadata: of } of objects)
    deleteObject(api, { resource, namespace: of.namespace ?? '', name: of.name }, parseDeleteOptions(body))
  return { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items: objects }
}

/** Answers a request for a resource; throws ApiError. */
export const handleResource = async (
  api: Api,
  snapshots: Snapshots,
  request: ResourceRequest,
  options: HandlerOptions,
  output: Output,
): Promise<void> => {
  const { info, query, accept, contentType } = request
  const resource = api.storage.find(info.group, info.version, info.resource)
  if (!resource || (!resource.namespaced && info.namespace !== '')) throw noSuchPath()
  const target: Target = { resource, namespace: info.namespace, name: info.name }
  checkSubresource(target, info)

  const representation = negotiate(accept, query)
  const warnings: string[] = []
  const write = writeOptions(request, warnings)
  const selected = () => {
    const named = info.name === '' ? '' : `metadata.name=${info.name}`
    const fieldSelector = [query.get('fieldSelector') ?? '', named].filter((term) => term !== '').join(',')
    const selection = select(resource, { labelSelector: query.get('labelSelector') ?? '', fieldSelector })
    return { resource, namespace: info.namespace, selection, query, representation }
  }
  const answer = (code: number, object: KubeObject) =>
    respondJson(output, code, shown(api, target, object, representation), warningHeaders(warnings))

  switch (info.verb) {
    case 'get':
      return answer(200, get(api, target))
    case 'list':
      return respondList(api, snapshots, selected(), output)
    case 'watch': {
      const watch = watchOptions(query, options.watchList)
      return respondWatch(
        api,
        { ...selected(), options: watch, bookmarkMilliseconds: options.bookmarkMilliseconds },
        output,
      )
    }
    case 'create': {
      const body = parseBody(request.body, contentType)
      if (info.subresource === 'binding') {
        bind(api, target, body)
        return respondJson(output, 201, CREATED)
      }
      if (info.subresource === 'eviction') {
        evict(api, target, body)
        return respondJson(output, 201, CREATED)
      }
      return answer(201, create(api, target, body, write))
    }
    case 'update':
      return answer(200, update(api, target, parseBody(request.body, contentType), write))
    case 'patch': {
      const type = patchTypeOf(contentType, resource)
      const { object, created } = patch(api, target, type, parseBody(request.body, contentType) ?? null, write)
      return answer(created ? 201 : 200, object)
    }
    case 'delete': {
      const inQuery = Number(query.get('gracePeriodSeconds') ?? NaN)
      const deleteOptions = {
        ...(write.dryRun && { dryRun: true }),
        ...(!Number.isNaN(inQuery) && { gracePeriodSeconds: inQuery }),
        ...parseDeleteOptions(parseBody(request.body, contentType)),
      }
      return respondJson(output, 200, deletedBody(target, deleteObject(api, target, deleteOptions)))
    }
    case 'deletecollection':
      return respondJson(
        output,
        200,
        deleteCollection(api, snapshots, selected(), parseBody(request.body, contentType)),
      )
    default:
      throw methodNotAllowed()
  }
}
