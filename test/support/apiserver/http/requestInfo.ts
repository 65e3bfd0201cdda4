/** What a request is about, as RBAC, faults and the audit log name it (apiserver/pkg/endpoints/request/requestinfo.go). */
export interface RequestInfo {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; else the method in lower case. */
  readonly verb: string
  readonly path: string
  readonly group: string
  readonly version: string
  /** The plural; empty for paths that are no resource. */
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
}

const verbOf = (method: string, name: string, watching: boolean): string => {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return watching ? 'watch' : name === '' ? 'list' : 'get'
    case 'POST':
      return 'create'
    case 'PUT':
      return 'update'
    case 'PATCH':
      return 'patch'
    case 'DELETE':
      return name === '' ? 'deletecollection' : 'delete'
    default:
      return method.toLowerCase()
  }
}

/** Splits what follows the group and version: `namespaces/x` is the Namespace itself, `namespaces/x/pods` its pods. */
const locate = (parts: readonly string[]) => {
  const [first = '', second = '', third = ''] = parts
  const ofNamespace =
    first === 'namespaces' && second !== '' && third !== '' && third !== 'status' && third !== 'finalize'
  const [namespace, resource = '', name = '', subresource = ''] = ofNamespace
    ? [second, ...parts.slice(2)]
    : ['', ...parts]
  return { namespace, resource, name, subresource }
}

export const requestInfo = (method: string, url: URL): RequestInfo => {
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
  const [prefix, ...rest] = parts
  const grouped = prefix === 'apis'
  const [group = '', version = '', ...inside] = grouped ? rest : prefix === 'api' ? ['', ...rest] : []
  if (inside.length === 0) {
    const none = { group: '', version: '', resource: '', subresource: '', namespace: '', name: '' }
    return { verb: method.toLowerCase(), path: url.pathname, ...none }
  }
  const located = locate(inside)
  const watching = ['true', '1'].includes(url.searchParams.get('watch') ?? '')
  return { verb: verbOf(method, located.name, watching), path: url.pathname, group, version, ...located }
}
