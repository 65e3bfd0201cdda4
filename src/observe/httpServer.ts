import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { BindAddress } from '../config/bindAddress.ts'
import { PullkeeperError } from '../errors.ts'

/** A named condition of readiness: undefined when it is met, else what is missing. */
export interface ReadinessCheck {
  readonly name: string
  readonly missing: () => string | undefined
}

export interface Endpoints {
  readonly readiness: readonly ReadinessCheck[]
  readonly metrics: { readonly text: () => Promise<string>; readonly contentType: string }
}

export interface HttpServers {
  /** Ports that are listened on, in the order of the addresses. */
  readonly ports: readonly number[]
  readonly close: () => Promise<void>
}

type Served = 'probes' | 'metrics'

/** Which flag to change when an address cannot be had. */
const flagOf: Readonly<Record<Served, string>> = {
  probes: '--health-probe-bind-address',
  metrics: '--metrics-bind-address',
}

const answer = (response: ServerResponse, status: number, body: string, contentType = 'text/plain; charset=utf-8') => {
  response.writeHead(status, { 'content-type': contentType, 'x-content-type-options': 'nosniff' })
  response.end(body)
}

const whyNot = ({ missing }: ReadinessCheck): string | undefined => {
  try {
    return missing()
  } catch {
    return 'the check itself failed'
  }
}

/** As kube-apiserver words it: one line a check with `?verbose` or when one fails. */
const readyz = (checks: readonly ReadinessCheck[], verbose: boolean): { status: number; body: string } => {
  const results = checks.map((check) => ({ name: check.name, why: whyNot(check) }))
  const lines = results.map(({ name, why }) => (why === undefined ? `[+]${name} ok` : `[-]${name} not ready: ${why}`))
  const ready = results.every(({ why }) => why === undefined)
  if (ready) return { status: 200, body: verbose ? [...lines, 'readyz check passed', ''].join('\n') : 'ok' }
  return { status: 503, body: [...lines, 'readyz check failed', ''].join('\n') }
}

const listener =
  (serves: ReadonlySet<Served>, { readiness, metrics }: Endpoints): RequestListener =>
  (request, response) => {
    // Not by `new URL`, which throws on a target such as `//`: whoever reaches the port could end the operator.
    const [path = '', query = ''] = (request.url ?? '').split('?', 2)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      return answer(response, 405, 'method not allowed\n')
    }
    if (serves.has('probes') && (path === '/healthz' || path === '/livez')) return answer(response, 200, 'ok')
    if (serves.has('probes') && path === '/readyz') {
      const { status, body } = readyz(readiness, new URLSearchParams(query).has('verbose'))
      return answer(response, status, body)
    }
    if (serves.has('metrics') && path === '/metrics') {
      metrics.text().then(
        (text) => answer(response, 200, text, metrics.contentType),
        () => answer(response, 500, 'the metrics could not be collected\n'),
      )
      return
    }
    const known = [
      ...(serves.has('probes') ? ['/healthz', '/readyz'] : []),
      ...(serves.has('metrics') ? ['/metrics'] : []),
    ]
    answer(response, 404, `not found; there is ${known.join(', ')}\n`)
  }

interface Listening {
  readonly port: number
  readonly close: () => Promise<void>
}

const listen = (address: BindAddress, handle: RequestListener, flag: string): Promise<Listening> =>
  new Promise((resolve, reject) => {
    const server = createServer(handle)
    // Stays: an error of one connection later on has nobody to be told to, and must not end the operator.
    server.on('error', (error: NodeJS.ErrnoException) => {
      const where = `${flag} ${address.host ?? ''}:${address.port}`
      reject(new PullkeeperError('AddressUnavailable', `${where} (${error.code ?? error.message})`, { cause: error }))
    })
    server.listen(address.port, address.host, () => {
      const bound = server.address()
      const port = typeof bound === 'object' && bound !== null ? bound.port : address.port
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed())
          server.closeAllConnections()
        })
      resolve({ port, close })
    })
  })

const same = (a: BindAddress, b: BindAddress): boolean => a.host === b.host && a.port === b.port && a.port !== 0

const closeAll = async (servers: readonly Listening[]): Promise<void> => {
  await Promise.all(servers.map(({ close }) => close()))
}

/**
 * Serves the probes and the metrics, on one server when their addresses are the same; an undefined address serves
 * nothing. Throws PullkeeperError AddressUnavailable when one cannot be listened on; then none is.
 */
export const startHttpServers = async (
  { probes, metrics }: Readonly<Record<Served, BindAddress | undefined>>,
  endpoints: Endpoints,
): Promise<HttpServers> => {
  const together = probes && metrics && same(probes, metrics)
  const wanted: readonly (readonly [BindAddress | undefined, readonly Served[]])[] = together
    ? [[probes, ['probes', 'metrics']]]
    : [
        [probes, ['probes']],
        [metrics, ['metrics']],
      ]
  const servers: Listening[] = []
  try {
    for (const [address, serves] of wanted) {
      if (address === undefined) continue
      const flag = serves.map((one) => flagOf[one]).join(', ')
      servers.push(await listen(address, listener(new Set(serves), endpoints), flag))
    }
  } catch (error) {
    await closeAll(servers)
    throw error
  }
  return { ports: servers.map(({ port }) => port), close: () => closeAll(servers) }
}
