import { isExpired } from './apiError.ts'
import type { ApiClient, ListOptions } from './client.ts'
import type { ListPage } from './codec.ts'

/** Of one request, as kubectl has it. */
const pageSize = 500

/** A list that expires so often without anything new in between is given up: it is forgotten faster than it is read. */
const mostExpiries = 3

export type ListAllOptions = Omit<ListOptions, 'limit' | 'continue'>

const memberOf = (object: unknown, name: string): unknown =>
  typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined

/** `namespace/name`; undefined for what is no object of the API. */
const keyOf = (object: unknown): string | undefined => {
  const metadata = memberOf(object, 'metadata')
  const [namespace, name] = [memberOf(metadata, 'namespace'), memberOf(metadata, 'name')]
  return typeof name === 'string' ? `${typeof namespace === 'string' ? namespace : ''}/${name}` : undefined
}

/**
 * All objects of a collection, page by page, each once. A list whose continue token has expired goes on from where it
 * was, as things are by now, where the server gives a token for that (apiserver, pkg/storage/etcd3/errors.go, v1.36);
 * else it begins again, as client-go's pager does (tools/pager/pager.go, v1.36). Rejects with ApiError.
 */
export async function* listAll(
  client: Pick<ApiClient, 'listPage'>,
  path: string,
  options: ListAllOptions = {},
): AsyncGenerator<readonly unknown[], void> {
  const told = new Set<string>()
  const isNew = (object: unknown): boolean => {
    const key = keyOf(object)
    return key === undefined || (!told.has(key) && told.add(key).size > 0)
  }
  let expiries = 0

  /** undefined: it has expired, and `token` says where to go on. */
  const read = async (): Promise<ListPage | undefined> => {
    const from = token === undefined ? {} : { continue: token }
    try {
      return await client.listPage(path, { ...options, ...from, limit: pageSize })
    } catch (error) {
      expiries += 1
      if (token === undefined || !isExpired(error) || expiries > mostExpiries) throw error
      token = error.failure.continueToken
      return undefined
    }
  }

  let token: string | undefined
  for (;;) {
    const page = await read()
    if (page === undefined) continue
    const fresh = page.items.filter(isNew)
    if (fresh.length > 0) expiries = 0
    token = page.next
    yield fresh
    if (token === undefined) return
  }
}
