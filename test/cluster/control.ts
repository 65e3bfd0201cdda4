import { once } from 'node:events'
import { createServer, IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** What the owner of something can be told to do, by name. What an order answers is sent as JSON. */
export type Orders = Readonly<Record<string, () => Promise<unknown>>>

const nameOf = (url: string | undefined): string => (url ?? '').slice(1)

/**
 * Takes orders on a Unix socket, so that a process that does not own the cluster can have the owner do something, and a
 * socket that nobody answers shows that the owner is gone. Does not keep the event loop alive. Returns how to end it.
 */
export const startControl = async (path: string, orders: Orders): Promise<() => Promise<void>> => {
  const server = createServer((call, response) => {
    const order = orders[nameOf(call.url)]
    if (order === undefined) {
      response.writeHead(404).end(`no such order: ${nameOf(call.url)}`)
      return
    }
    order().then(
      (answer) => response.writeHead(200).end(JSON.stringify(answer ?? null)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  server.unref()
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve()
      })
      // What is being answered is answered to the end.
      server.closeIdleConnections()
    })
}

/** Has the owner carry out an order, and gives its answer. Rejects when there is no owner, or with why it failed. */
export const order = async (path: string, name: string): Promise<unknown> => {
  const call = request({ socketPath: path, path: `/${name}`, method: 'POST', agent: false })
  const answered = once(call, 'response')
  call.end()
  const [response]: unknown[] = await answered
  if (!(response instanceof IncomingMessage)) throw new Error(`${name}: no answer`)
  const body = await text(response)
  if (response.statusCode !== 200) throw new Error(`${name}: ${body}`)
  return JSON.parse(body)
}
