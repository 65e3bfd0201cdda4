import { Counter, type Registry } from 'prom-client'
import { ApiError } from '../kube/apiError.ts'
import type { Transport, TransportRequest } from '../kube/transport.ts'

/** As client-go calls a request that got no answer (component-base/metrics/prometheus/restclient, v1.36). */
const noAnswer = '<error>'

const codeOf = (error: unknown): string =>
  error instanceof ApiError && error.status > 0 ? String(error.status) : noAnswer

/**
 * Counts what goes through a transport, under the name that dashboards know; a stream counts when it is opened.
 *
 * @returns a transport that counts and otherwise behaves as the one it is given
 */
export const requestMetrics = (registry: Registry): ((transport: Transport) => Transport) => {
  const requests = new Counter({
    name: 'rest_client_requests_total',
    help: 'Requests to the API server, by answer.',
    labelNames: ['code', 'method', 'host'] as const,
    registers: [registry],
  })
  return (transport) => {
    const { host } = new URL(transport.server)
    const counted = async <T extends { readonly status: number }>(
      request: TransportRequest,
      send: (request: TransportRequest) => Promise<T>,
    ): Promise<T> => {
      const { method } = request
      try {
        const answer = await send(request)
        requests.inc({ code: String(answer.status), method, host })
        return answer
      } catch (error) {
        // What we gave up ourselves says nothing of the server.
        if (!request.signal?.aborted) requests.inc({ code: codeOf(error), method, host })
        throw error
      }
    }
    return {
      server: transport.server,
      request: (request) => counted(request, (sent) => transport.request(sent)),
      stream: (request) => counted(request, (sent) => transport.stream(sent)),
      close: () => transport.close(),
    }
  }
}
