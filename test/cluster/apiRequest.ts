import { once } from 'node:events'
import { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'

/** Who answers, and as whom to ask. */
export interface ApiTarget {
  readonly url: string
  /** PEM. */
  readonly certificateAuthority: string
  readonly token: string
}

/** One GET of the API server; rejects when there is no connection. Apart from src/kube, which it helps to test. */
export const apiGet = async (
  { url, certificateAuthority, token }: ApiTarget,
  path: string,
): Promise<{ readonly status: number; readonly body: string }> => {
  const call = request(new URL(path, url), {
    ca: certificateAuthority,
    headers: { authorization: `Bearer ${token}` },
    agent: false,
    timeout: 5000,
  })
  call.once('timeout', () => call.destroy(new Error(`no answer from ${url}${path} within 5 s`)))
  const answered = once(call, 'response')
  call.end()
  const [response]: unknown[] = await answered
  if (!(response instanceof IncomingMessage)) throw new Error(`no answer from ${url}${path}`)
  return { status: response.statusCode ?? 0, body: await text(response) }
}
