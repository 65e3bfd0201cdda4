import { isMessage } from '../../store/records/json.ts'
import { metadataOf } from '../audit/asServed.ts'
import type { Lookup, Message, Selection } from './lookup.ts'

/** What was read from files, kept as it is. */
export interface FileStore {
  readonly add: (kind: string, object: Message) => void
  readonly lookup: Lookup
}

const clusterScoped: ReadonlySet<string> = new Set(['Node', 'RuntimeClass', 'Namespace', 'ImagePolicy'])

const textAt = (value: unknown, path: readonly string[]): string => {
  const found = path.reduce<unknown>((inner, key) => (isMessage(inner) ? inner[key] : undefined), value)
  return typeof found === 'string' ? found : ''
}

const terms = (selector: string | undefined): readonly (readonly [string, string])[] =>
  (selector ?? '')
    .split(',')
    .filter((term) => term !== '' && !term.includes('!='))
    .map((term) => {
      const [key = '', value = ''] = term.split('=')
      return [key, value] as const
    })

/** Equality alone: what this program asks a cluster for. */
const selects = ({ labelSelector, fieldSelector }: Selection, object: Message): boolean =>
  terms(labelSelector).every(([key, value]) => textAt(object, ['metadata', 'labels', key]) === value) &&
  terms(fieldSelector).every(([path, value]) => textAt(object, path.split('.')) === value)

/** Looks objects up among those of files. A kind of which none was given in a namespace is unread, not absent. */
export const createFileStore = (defaultNamespace: string): FileStore => {
  const objects = new Map<string, Map<string, Message>>()
  const namespaceOf = (kind: string, object: Message): string => {
    if (clusterScoped.has(kind)) return ''
    const { namespace } = metadataOf(object)
    return typeof namespace === 'string' && namespace !== '' ? namespace : defaultNamespace
  }
  const of = (kind: string, namespace: string): Map<string, Message> | undefined =>
    objects.get(`${kind}/${clusterScoped.has(kind) ? '' : namespace}`)
  const unread = (kind: string, namespace: string) =>
    ({
      state: 'unread',
      why: `no ${kind}${clusterScoped.has(kind) ? '' : ` of namespace ${namespace}`} was given`,
    }) as const
  return {
    add: (kind, object) => {
      const key = `${kind}/${namespaceOf(kind, object)}`
      const named = objects.get(key) ?? new Map<string, Message>()
      named.set(textAt(object, ['metadata', 'name']), object)
      objects.set(key, named)
    },
    lookup: {
      complete: false,
      get: (kind, namespace, name) => {
        const known = of(kind, namespace)
        const object = known?.get(name)
        if (object !== undefined) return Promise.resolve({ state: 'found', object })
        return Promise.resolve(known === undefined ? unread(kind, namespace) : { state: 'absent' })
      },
      list: (kind, namespace, selection = {}) => {
        const known = of(kind, namespace)
        if (known === undefined) return Promise.resolve(unread(kind, namespace))
        return Promise.resolve({
          state: 'found',
          objects: Array.from(known.values()).filter((object) => selects(selection, object)),
        })
      },
    },
  }
}
