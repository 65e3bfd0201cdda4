import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { BindAddress } from '../config/bindAddress.ts'

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

const answer = (response: ServerResponse, status: number, body: string, contentType = 'text/plain; charset=utf-8') => {
  response.writeHead(status, { 'content-type': contentType, 'x-content-type-options': 'nosniff' })
  response.end(body)
}

/** As kube-apiserver words it: one line a check with `?verbose` or when one fails. */
const readyz = (checks: readonly ReadinessCheck[], verbose: boolean): { status: number; body: string } => {
  const results = checks.map(({ name, missing }) => ({ name, why: missing() }))
  const lines = results.map(({ name, why }) => (why === undefined ? `[+]${name} ok` : `[-]${name} not ready: ${why}`))
  const ready = results.every(({ why }) => why === undefined)
  if (ready) return { status: 200, body: verbose ? [...lines, 'readyz check passed', ''].join('\n') : 'ok' }
  return { status: 503, body: [...lines, 'readyz check failed', ''].join('\n') }
}

const listener =
  (serves: ReadonlySet<'probes' | 'metrics'>, { readiness, metrics }: Endpoints): RequestListener =>
  (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405, 'method not allowed\n')
    if (serves.has('probes') && (pathname === '/healthz' || pathname === '/livez')) return answer(response, 200, 'ok')
    if (serves.has('probes') && pathname === '/readyz') {
      const { status, body } = readyz(readiness, searchParams.has('verbose'))
      return answer(response, status, body)
    }
    if (serves.has('metrics') && pathname === '/metrics') {
      metrics.text().then(
        (text) => answer(response, 200, text, metrics.contentType),
        () => answer(response, 500, 'the metrics could not be collected\n'),
      )
      return
    }
    answer(response, 404, 'not found: /healthz, /readyz, /metrics\n')
  }

const listen = (address: BindAddress, handle: RequestListener): Promise<{ port: number; close: () => Promise<void> }> =>
  new Promise((resolve, reject) => {
    const server = createServer(handle)
    server.once('error', reject)
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

/**
 * Serves the probes and the metrics, on one server when their addresses are the same; an undefined address serves
 * nothing. Rejects when an address cannot be listened on.
 */
export const startHttpServers = async (
  { probes, metrics }: { readonly probes: BindAddress | undefined; readonly metrics: BindAddress | undefined },
  endpoints: Endpoints,
): Promise<HttpServers> => {
  const together = probes && metrics && same(probes, metrics)
  const wanted: readonly (readonly [BindAddress | undefined, ReadonlySet<'probes' | 'metrics'>])[] = together
    ? [[probes, new Set(['probes', 'metrics'])]]
    : [
        [probes, new Set(['probes'])],
        [metrics, new Set(['metrics'])],
      ]
  const servers: Awaited<ReturnType<typeof listen>>[] = []
  for (const [address, serves] of wanted) {
    if (address !== undefined) servers.push(await listen(address, listener(serves, endpoints)))
  }
  return {
    ports: servers.map(({ port }) => port),
    close: async () => {
      await Promise.all(servers.map(({ close }) => close()))
    },
  }
}
