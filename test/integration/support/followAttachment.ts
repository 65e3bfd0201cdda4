import { createInterface } from 'node:readline'
import { type JsonObject, objectAt, objectsAt, parseJson, textAt } from '../../support/apiserver/json.ts'
import { collection } from './paths.ts'
import type { TestServer } from './testServer.ts'

/** When each namespace had the secret and an account that names it, by what watches of the tests saw. */
export interface Attachments {
  /** Milliseconds of performance.now(); undefined while something is missing. */
  readonly completeAt: (namespace: string) => number | undefined
  readonly stop: () => void
}

const namespaceOf = (object: JsonObject): string => textAt(object['metadata'], 'namespace')

/** Watches Secrets and ServiceAccounts from now on, for the secret of this name. */
export const followAttachment = async ({ client }: TestServer, secretName: string): Promise<Attachments> => {
  const ending = new AbortController()
  const secretAt = new Map<string, number>()
  const referenceAt = new Map<string, number>()

  const follow = async (kind: 'Secret' | 'ServiceAccount', seen: (object: JsonObject) => void): Promise<void> => {
    const list = await client.get(`${collection(kind)}?limit=1`)
    const since = textAt(list['metadata'], 'resourceVersion')
    const stream = await client.stream(`${collection(kind)}?watch=true&resourceVersion=${since}`, ending.signal)
    const lines = createInterface({ input: stream })
    for (const each of [stream, lines]) each.on('error', () => {}) // it ends by being aborted
    lines.on('line', (line) => seen(objectAt(parseJson(line), 'object')))
  }
  const note = (at: Map<string, number>, namespace: string) => {
    if (!at.has(namespace)) at.set(namespace, performance.now())
  }
  await follow('Secret', (secret) => {
    if (textAt(secret['metadata'], 'name') === secretName) note(secretAt, namespaceOf(secret))
  })
  await follow('ServiceAccount', (account) => {
    const names = objectsAt(account, 'imagePullSecrets').map((reference) => textAt(reference, 'name'))
    if (names.includes(secretName)) note(referenceAt, namespaceOf(account))
  })
  return {
    completeAt: (namespace) => {
      const [secret, reference] = [secretAt.get(namespace), referenceAt.get(namespace)]
      return secret === undefined || reference === undefined ? undefined : Math.max(secret, reference)
    },
    stop: () => ending.abort(),
  }
}
