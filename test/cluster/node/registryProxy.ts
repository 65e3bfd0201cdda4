/**
 * A registry's front that can be told to fail: `node registryProxy.ts PORT UPSTREAM_PORT ORDERS_SOCKET`. It passes
 * everything on to 127.0.0.1, and takes the name of a mode as an order (see Mode). Modes change what is asked from then on.
 */
import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { startControl } from '../control.ts'
import type { ProxyMode } from './proxyMode.ts'
import { PROXY_MODES } from './proxyMode.ts'

const [port, upstreamPort, socket = ''] = process.argv.slice(2)

let mode: ProxyMode = 'pass'

const refuse = (response: ServerResponse, status: number, code: string, message: string) => {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ errors: [{ code, message }] }))
}

const pass = (call: IncomingMessage, response: ServerResponse) => {
  const onward = request(
    { host: '127.0.0.1', port: Number(upstreamPort), method: call.method, path: call.url, headers: call.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  onward.once('error', () => {
    if (response.headersSent) response.destroy()
    else refuse(response, 502, 'UNAVAILABLE', 'the registry behind does not answer')
  })
  call.pipe(onward)
}

const answer: Readonly<Record<ProxyMode, (call: IncomingMessage, response: ServerResponse) => void>> = {
  pass,
  'too-many-requests': (_, response) => {
    refuse(response, 429, 'TOOMANYREQUESTS', 'You have reached your pull rate limit.')
  },
  'server-error': (_, response) => {
    refuse(response, 500, 'UNKNOWN', 'unknown error')
  },
  forbidden: (_, response) => {
    refuse(response, 403, 'DENIED', 'requested access to the resource is denied')
  },
  hang: () => {},
  reset: (call) => {
    call.socket.resetAndDestroy()
  },
  down: (call) => {
    call.socket.destroy()
  },
}

const server = createServer((call, response) => {
  answer[mode](call, response)
})

const listening = () =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(port), '0.0.0.0', resolve)
  })

const change = async (next: ProxyMode) => {
  if (next === mode) return
  // Connections that are kept would still be served as before.
  if (next === 'down') await new Promise((resolve) => server.close(resolve).closeAllConnections())
  if (mode === 'down') await listening()
  server.closeAllConnections()
  mode = next
}

await listening()
await startControl(socket, Object.fromEntries(PROXY_MODES.map((each) => [each, () => change(each)])))
// While it is down nothing else would hold the process, for the control socket does not.
setInterval(() => {}, 3_600_000)
