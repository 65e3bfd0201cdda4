import { equal, isList, isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { badRequest, unprocessable } from '../status.ts'

const pointer = (path: string): readonly string[] => {
  if (path === '') return []
  if (!path.startsWith('/')) throw unprocessable()
  return path
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const get = (value: Json, path: readonly string[]): Json =>
  path.reduce<Json>((at, key) => {
    const next = isList(at) ? at[Number(key)] : isObject(at) ? at[key] : undefined
    if (next === undefined) throw unprocessable()
    return next
  }, value)

type Change = (parent: JsonObject | readonly Json[], key: string) => Json

/** Rebuilds the value with the parent of the last path element changed. */
const changeAt = (value: Json, path: readonly string[], change: Change): Json => {
  const [key, ...rest] = path
  if (key === undefined || !(isObject(value) || isList(value))) throw unprocessable()
  if (rest.length === 0) return change(value, key)
  const child = changeAt(get(value, [key]), rest, change)
  return isList(value) ? value.with(Number(key), child) : { ...value, [key]: child }
}

const indexIn = (list: readonly Json[], key: string, last: number): number => {
  const index = key === '-' ? list.length : /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1
  if (index < 0 || index > last) throw unprocessable()
  return index
}

const add =
  (value: Json): Change =>
  (parent, key) =>
    isList(parent) ? parent.toSpliced(indexIn(parent, key, parent.length), 0, value) : { ...parent, [key]: value }

const replace =
  (value: Json): Change =>
  (parent, key) => {
    if (isList(parent)) return parent.with(indexIn(parent, key, parent.length - 1), value)
    get(parent, [key])
    return { ...parent, [key]: value }
  }

const remove: Change = (parent, key) => {
  if (isList(parent)) return parent.toSpliced(indexIn(parent, key, parent.length - 1), 1)
  get(parent, [key])
  return Object.fromEntries(Object.entries(parent).filter(([name]) => name !== key))
}

const apply = (target: Json, operation: JsonObject): Json => {
  const { path, from, value = null } = operation
  const op = textAt(operation, 'op')
  if (typeof path !== 'string') throw unprocessable()
  const to = pointer(path)
  const source = () => {
    if (typeof from !== 'string') throw unprocessable()
    return pointer(from)
  }
  switch (op) {
    case 'add':
      return to.length === 0 ? value : changeAt(target, to, add(value))
    case 'replace':
      return to.length === 0 ? value : changeAt(target, to, replace(value))
    case 'remove':
      return changeAt(target, to, remove)
    case 'move':
      return changeAt(changeAt(target, source(), remove), to, add(get(target, source())))
    case 'copy':
      return changeAt(target, to, add(get(target, source())))
    case 'test':
      if (!equal(get(target, to), value)) throw unprocessable()
      return target
    default:
      throw badRequest(`Unexpected kind: ${JSON.stringify(op)}`)
  }
}

/** RFC 6902; whatever does not apply, a failing `test` too, is a 422 as in apiserver's patch.go. */
export const jsonPatch = (target: Json, operations: Json): Json => {
  if (!isList(operations))
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  return operations.filter(isObject).reduce(apply, target)
}
