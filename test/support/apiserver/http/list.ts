import { listItemBytes } from '../bytes.ts'
import type { JsonObject } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { apiVersionOf, type Resource } from '../resources/resource.ts'
import type { Selection } from '../selectors/selection.ts'
import { badRequest, expired, INCONSISTENT_CONTINUE, tooLarge, tooOld } from '../status.ts'
import { tableOf } from '../table/table.ts'
import type { Api } from '../verbs/api.ts'
import type { Representation } from './negotiate.ts'
import type { Output } from './output.ts'
import { JSON_TYPE, respondJson } from './respond.ts'
import { decodePlace, encodePlace, keyOf, type Snapshot, type Snapshots } from './snapshots.ts'

export interface ListRequest {
  readonly resource: Resource
  readonly namespace: string
  readonly selection: Selection
  readonly query: URLSearchParams
  readonly representation: Representation
}

interface Page {
  readonly objects: readonly KubeObject[]
  readonly metadata: JsonObject
}

const checkRevision = ({ storage }: Api, query: URLSearchParams) => {
  const asked = Number(query.get('resourceVersion') ?? 0)
  if (Number.isNaN(asked))
    throw badRequest(`Invalid value: "${query.get('resourceVersion')}": strconv.ParseUint: parsing: invalid syntax`)
  if (asked > storage.revision()) throw tooLarge(asked, storage.revision())
  // The past is not kept for lists: an exact revision that is not the present one counts as compacted.
  if (query.get('resourceVersionMatch') === 'Exact' && asked !== storage.revision())
    throw tooOld(asked, storage.revision())
}

/** One page of a list. The pages of one list all show the moment of its first page, as etcd's snapshots do. */
export const listPage = (
  api: Api,
  snapshots: Snapshots,
  { resource, namespace, selection, query }: ListRequest,
): Page => {
  const limit = Number(query.get('limit') ?? 0) || Infinity
  const token = query.get('continue') ?? ''
  if (token !== '' && (query.get('resourceVersion') ?? '') !== '')
    throw badRequest('specifying resource version is not allowed when using continue')
  if (token === '') checkRevision(api, query)

  const resumed = token === '' ? undefined : snapshots.resume(token)
  const place = token === '' || resumed ? undefined : decodePlace(token)
  if (token !== '' && !resumed && place?.revision !== -1) {
    // With it the rest can be had as it is now, by a client that can bear that.
    const fresh = place && encodePlace({ ...place, revision: -1 })
    throw expired(INCONSISTENT_CONTINUE, fresh)
  }
  const now = (): Snapshot => {
    const objects = api.storage.of(resource).list(namespace).filter(selection.matches)
    const start = place === undefined ? 0 : objects.findIndex((object) => keyOf(object) > place.after)
    return { objects, revision: api.storage.revision(), start: start < 0 ? objects.length : start }
  }
  const { objects, revision, start } = resumed ?? now()
  const end = Math.min(start + limit, objects.length)
  const rest = objects.length - end
  const next = rest === 0 ? {} : { continue: snapshots.keep({ objects, revision, start: end }) }
  return {
    objects: objects.slice(start, end),
    metadata: {
      resourceVersion: String(revision),
      ...next,
      ...(rest > 0 && selection.everything && { remainingItemCount: rest }),
    },
  }
}

/** Bytes that go out in one write: neither one string for the whole list nor one write per object. */
const CHUNK_BYTES = 64 * 1024
const COMMA = Buffer.from(',')

const streamItems = async (output: Output, objects: readonly KubeObject[], typed: boolean): Promise<void> => {
  let chunk: Buffer[] = []
  let size = 0
  for (const [index, object] of objects.entries()) {
    const parts = listItemBytes(object, typed)
    chunk.push(...(index > 0 ? [COMMA, ...parts] : parts))
    size += parts.reduce((sum, part) => sum + part.length, 0)
    if (size < CHUNK_BYTES) continue
    await output.write(Buffer.concat(chunk))
    if (!output.isOpen()) return
    chunk = []
    size = 0
  }
  await output.write(Buffer.concat(chunk))
}

export const respondList = async (
  api: Api,
  snapshots: Snapshots,
  request: ListRequest,
  output: Output,
): Promise<void> => {
  const { objects, metadata } = listPage(api, snapshots, request)
  const { resource, representation } = request
  if (representation.as === 'table') {
    const { include } = representation
    return respondJson(output, 200, tableOf(resource.columns, objects, { include, now: api.now(), metadata }))
  }
  output.begin(200, { 'Content-Type': JSON_TYPE })
  const head = JSON.stringify({ kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata })
  await output.write(Buffer.from(`${head.slice(0, -1)},"items":[`))
  await streamItems(output, objects, resource.builtIn)
  await output.write(Buffer.from(']}\n'))
  output.end()
}
