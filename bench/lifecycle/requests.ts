import type { ApiClient } from '../../src/kube/client.ts'
import { secretName } from '../burst/controlPlane.ts'
import { isAttached, type Seen } from './observer.ts'

/** Data of a Secret that hands out this password. */
export const dataOf = (password: string) => {
  const auth = Buffer.from(`robot:${password}`).toString('base64')
  const auths = { 'registry.example.com': { auth } }
  return { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') }
}

const secretsOf = (namespace: string): string => `/api/v1/namespaces/${namespace}/secrets`
const secretOf = (namespace: string): string => `${secretsOf(namespace)}/${secretName}`
const accountOf = (namespace: string): string => `/api/v1/namespaces/${namespace}/serviceaccounts/default`

const secretObject = (data: object) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: secretName },
  type: 'kubernetes.io/dockerconfigjson',
  data,
})

/** The requests of which all consists, each guarded by the version that was seen where one was. */
export const createRequests = (client: ApiClient) => {
  const attach = (namespace: string, names: readonly string[], resourceVersion?: string): Promise<unknown> =>
    client.mergePatch(accountOf(namespace), {
      ...(resourceVersion !== undefined && { metadata: { resourceVersion } }),
      imagePullSecrets: names.map((name) => ({ name })),
    })
  const create = (namespace: string, data: object): Promise<unknown> =>
    client.create(secretsOf(namespace), secretObject(data))
  const rotate = (namespace: string, { secret }: Seen, data: object): Promise<unknown> =>
    client.mergePatch(secretOf(namespace), { metadata: { resourceVersion: secret?.resourceVersion }, data })
  const edit = (namespace: string, data: object): Promise<unknown> => client.mergePatch(secretOf(namespace), { data })
  const remove = (namespace: string): Promise<unknown> => client.delete(secretOf(namespace))
  return { attach, create, rotate, edit, remove }
}
export type Requests = ReturnType<typeof createRequests>

/** What another writer does to what was handed out, of which each namespace gets one. */
const harms = [
  (ask: Requests, namespace: string) => ask.edit(namespace, dataOf('of another')),
  (ask: Requests, namespace: string) => ask.remove(namespace),
  (ask: Requests, namespace: string) => ask.attach(namespace, []),
] as const

export const harm = (ask: Requests, namespace: string, index: number): Promise<unknown> =>
  harms[index % harms.length]?.(ask, namespace) ?? Promise.resolve()

/** Puts right what was harmed: the request that is missing, and no other. */
export const mend = async (ask: Requests, namespace: string, seen: Seen, good: Seen, data: object): Promise<void> => {
  if (seen.secret === undefined) await ask.create(namespace, data)
  else if (seen.secret.digest !== good.secret?.digest) await ask.rotate(namespace, seen, data)
  if (!isAttached(seen)) await ask.attach(namespace, [secretName], seen.account?.resourceVersion)
}
