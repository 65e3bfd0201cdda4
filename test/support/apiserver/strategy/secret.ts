import { equal, isObject, type JsonObject, objectAt, parseJson, textAt, textsAt, without } from '../json.ts'
import { badRequest } from '../status.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue, required } from '../validation/fieldErrors.ts'
import type { Strategy } from './strategy.ts'

/** k8s.io/api/core/v1 MaxSecretSize: the sum of the decoded values. */
const MAX_SECRET_BYTES = 1024 * 1024

const dockerKeys: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const decodable = (data: JsonObject) => {
  for (const [key, value] of Object.entries(data)) {
    if (value === null || value === undefined) continue
    if (typeof value !== 'string' || !BASE64.test(value.replaceAll(/[\r\n]/g, '')))
      throw badRequest(
        `Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0 (data[${key}])`,
      )
  }
}

/** Go unmarshals it into a map, which null passes too. */
const isJsonObject = (text: string): boolean => {
  try {
    const value = parseJson(text)
    return value === null || isObject(value)
  } catch {
    return false
  }
}

const dockerCauses = (type: string, data: Readonly<Record<string, string>>): readonly StatusCause[] => {
  const key = dockerKeys[type]
  if (key === undefined) return []
  const value = data[key]
  if (value === undefined) return [required(`data[${key}]`)]
  return isJsonObject(Buffer.from(value, 'base64').toString())
    ? []
    : [invalidValue(`data[${key}]`, '<secret contents redacted>', 'invalid character or unexpected end of JSON input')]
}

const immutableCauses = (secret: JsonObject, old: JsonObject): readonly StatusCause[] => {
  const changed = !equal(secret['data'] ?? {}, old['data'] ?? {})
  return [
    ...(textAt(secret, 'type') === textAt(old, 'type')
      ? []
      : [invalidValue('type', secret['type'], 'field is immutable')]),
    ...(old['immutable'] === true && secret['immutable'] !== true
      ? [forbiddenField('immutable', 'field is immutable when `immutable` is set')]
      : []),
    ...(old['immutable'] === true && changed
      ? [forbiddenField('data', 'field is immutable when `immutable` is set')]
      : []),
  ]
}

/** Secrets: stringData is folded into data, docker configs must be JSON, at most 1 MiB, `type` never changes. */
export const secretStrategy: Strategy = {
  defaults: (secret) => {
    const data = objectAt(secret, 'data')
    decodable(data)
    const folded = Object.entries(textsAt(secret, 'stringData')).map(
      ([key, text]) => [key, Buffer.from(text).toString('base64')] as const,
    )
    const merged = { ...data, ...Object.fromEntries(folded) }
    return {
      type: 'Opaque',
      ...without(secret, 'stringData', 'data'),
      ...(Object.keys(merged).length > 0 && { data: merged }),
      apiVersion: secret.apiVersion,
      kind: secret.kind,
      metadata: secret.metadata,
    }
  },
  validate: (secret, old) => {
    const data = textsAt(secret, 'data')
    const size = Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value, 'base64'), 0)
    return [
      ...(old ? immutableCauses(secret, old) : []),
      ...(size > MAX_SECRET_BYTES
        ? [
            {
              reason: 'FieldValueTooLong',
              field: 'data',
              message: `Too long: may not be more than ${MAX_SECRET_BYTES} bytes`,
            },
          ]
        : []),
      ...dockerCauses(textAt(secret, 'type'), data),
    ]
  },
}
