import { isObject, type Json, type JsonObject, objectAt, parseJson, textAt } from '../../support/apiserver/json.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** What is written for a user and a password. */
const NOBODY = base64('user:not-recorded')

/** A registry's entry: one that no decoder reads is what the recording is about, and gives nothing away. */
const entryWithout = (entry: Json | undefined): Json => {
  const auth = textAt(entry, 'auth')
  return { auth: /^[^A-Za-z0-9+/=_-]+$/.test(auth) ? auth : NOBODY }
}

const configWithout = (text: string): string => {
  const auths = objectAt(parseJson(text), 'auths')
  return JSON.stringify({
    auths: Object.fromEntries(Object.entries(auths).map(([key, entry]) => [key, entryWithout(entry)])),
  })
}

/** A Secret with its registry keys and without its credentials; of another type without any data. */
export const withoutCredentials = (secret: JsonObject): JsonObject => {
  const { data, ...rest } = secret
  const config = textAt(data, '.dockerconfigjson')
  if (!isObject(data) || config === '') return rest
  return { ...rest, data: { '.dockerconfigjson': base64(configWithout(Buffer.from(config, 'base64').toString())) } }
}
