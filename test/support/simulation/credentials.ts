import { type Json, type JsonObject, isObject, objectAt, textAt, textsAt } from '../apiserver/json.ts'
import type { KubeObject } from '../apiserver/object.ts'
import { operatorNamespace } from './modelServer.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

export const dockerConfigJson = 'kubernetes.io/dockerconfigjson'

/** Sources of the simulation: each gives one registry of its own and one that all of them give. */
export const sourceNames = ['s1', 's2', 's3'] as const

export const loginOf = (source: string, version: number): string => base64(`${source}:password-${version}`)

export const sourceSecret = (name: string, version: number): JsonObject => {
  const auth = loginOf(name, version)
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: operatorNamespace, name },
    type: dockerConfigJson,
    data: {
      '.dockerconfigjson': base64(
        JSON.stringify({ auths: { [`${name}.example.com`]: { auth }, 'shared.example.com': { auth } } }),
      ),
    },
  }
}

/** Registry key to `auth`; undefined when there is nothing to read. */
export const authsOf = (secret: KubeObject | undefined): Readonly<Record<string, string>> | undefined => {
  const text = Buffer.from(textAt(objectAt(secret, 'data'), '.dockerconfigjson'), 'base64').toString()
  try {
    const value: Json = JSON.parse(text)
    const entries = Object.entries(objectAt(isObject(value) ? value : {}, 'auths'))
    return Object.fromEntries(entries.map(([key, entry]) => [key, textAt(isObject(entry) ? entry : {}, 'auth')]))
  } catch {
    return undefined
  }
}

/** Whether a Secret says of itself that Pullkeeper made it. */
export const bearsOurMarks = ({ metadata }: KubeObject): boolean => {
  const labels = textsAt(metadata, 'labels')
  return (
    labels['app.kubernetes.io/managed-by'] === 'pullkeeper' &&
    labels['pullkeeper.dev/policy'] !== undefined &&
    textsAt(metadata, 'annotations')['pullkeeper.dev/self'] === `${metadata.namespace}/${metadata.name}`
  )
}

/** Names in a ServiceAccount's list. */
export const listOf = (account: JsonObject): readonly string[] => {
  const list = account['imagePullSecrets']
  return Array.isArray(list) ? list.map((entry: Json) => textAt(isObject(entry) ? entry : {}, 'name')) : []
}

/** Names that our annotation on a ServiceAccount records. */
export const recordedOn = (account: KubeObject): readonly string[] => {
  const text = textsAt(account.metadata, 'annotations')['pullkeeper.dev/attached']
  return text === undefined ? [] : Object.keys(JSON.parse(text))
}
