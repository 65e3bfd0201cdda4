import { connect } from 'node:net'
import { startHttpServers, type Endpoints, type HttpServers } from '../../../src/observe/httpServer.ts'

const local = { host: '127.0.0.1', port: 0 }

const endpoints = (more: Partial<Endpoints> = {}): Endpoints => ({
  readiness: [
    { name: 'watch pods', missing: () => undefined },
    { name: 'watch nodes', missing: () => undefined },
  ],
  metrics: { text: async () => 'up 1\n', contentType: 'text/plain; version=0.0.4' },
  ...more,
})

let servers: HttpServers | undefined
afterEach(async () => {
  await servers?.close()
  servers = undefined
})

const start = async (more: Partial<Endpoints> = {}): Promise<{ readonly probes: string; readonly metrics: string }> => {
  servers = await startHttpServers({ probes: local, metrics: local }, endpoints(more))
  const [probes, metrics] = servers.ports
  return { probes: `http://127.0.0.1:${probes}`, metrics: `http://127.0.0.1:${metrics}` }
}

const seen = async (url: string, method = 'GET') => {
  const response = await fetch(url, { method })
  return { status: response.status, body: await response.text() }
}

test.each`
  method    | on           | path              | status | body
  ${'GET'}  | ${'probes'}  | ${'/healthz'}     | ${200} | ${'ok'}
  ${'GET'}  | ${'probes'}  | ${'/livez'}       | ${200} | ${'ok'}
  ${'GET'}  | ${'probes'}  | ${'/readyz'}      | ${200} | ${'ok'}
  ${'HEAD'} | ${'probes'}  | ${'/readyz'}      | ${200} | ${''}
  ${'GET'}  | ${'metrics'} | ${'/metrics'}     | ${200} | ${'up 1\n'}
  ${'GET'}  | ${'metrics'} | ${'/metrics?x=1'} | ${200} | ${'up 1\n'}
  ${'GET'}  | ${'probes'}  | ${'/metrics'}     | ${404} | ${'not found; there is /healthz, /readyz\n'}
  ${'GET'}  | ${'metrics'} | ${'/readyz'}      | ${404} | ${'not found; there is /metrics\n'}
  ${'GET'}  | ${'metrics'} | ${'/'}            | ${404} | ${'not found; there is /metrics\n'}
  ${'POST'} | ${'probes'}  | ${'/readyz'}      | ${405} | ${'method not allowed\n'}
`('$method $path of the $on answers $status', async ({ method, on, path, status, body }) => {
  const urls = await start()
  expect(await seen(`${on === 'probes' ? urls.probes : urls.metrics}${path}`, method)).toEqual({ status, body })
})

describe('readiness', () => {
  const waiting: Partial<Endpoints> = {
    readiness: [
      { name: 'watch pods', missing: () => undefined },
      { name: 'watch nodes', missing: () => 'not synced yet' },
    ],
  }

  test('?verbose names every check', async () => {
    const { probes } = await start()
    const { body } = await seen(`${probes}/readyz?verbose`)
    expect(body).toBe('[+]watch pods ok\n[+]watch nodes ok\nreadyz check passed\n')
  })

  test('says what is missing when it is', async () => {
    const { probes } = await start(waiting)
    expect(await seen(`${probes}/readyz`)).toEqual({
      status: 503,
      body: '[+]watch pods ok\n[-]watch nodes not ready: not synced yet\nreadyz check failed\n',
    })
  })

  test('does not touch liveness: a restart would not bring an API server back', async () => {
    const { probes } = await start(waiting)
    expect(await seen(`${probes}/healthz`)).toMatchObject({ status: 200 })
  })

  test('a check that throws is not ready, and ends nothing', async () => {
    const { probes } = await start({
      readiness: [
        {
          name: 'bad',
          missing: () => {
            throw new Error('bug')
          },
        },
      ],
    })
    expect(await seen(`${probes}/readyz`)).toMatchObject({ status: 503 })
    expect(await seen(`${probes}/healthz`)).toMatchObject({ status: 200 })
  })
})

test('metrics that cannot be collected are an answer too', async () => {
  const { metrics } = await start({
    metrics: { text: () => Promise.reject(new Error('bug')), contentType: 'text/plain' },
  })
  expect(await seen(`${metrics}/metrics`)).toMatchObject({ status: 500 })
})

test.each(['//', '/%', 'http://[/', '*', '/\u0000'])('the target %j ends nothing', async (target) => {
  const { probes } = await start()
  const answered = new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(probes).port), '127.0.0.1', () => {
      socket.write(`GET ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`)
    })
    socket.setEncoding('utf8').once('data', resolve)
  })
  expect(await answered).toMatch(/^HTTP\/1.1 40[04] /)
  expect(await seen(`${probes}/healthz`)).toMatchObject({ status: 200 })
})

describe('addresses', () => {
  test('nothing listens where there is none', async () => {
    servers = await startHttpServers({ probes: local, metrics: undefined }, endpoints())
    expect(servers.ports).toHaveLength(1)
  })

  test('one address serves both', async () => {
    const { ports, close } = await startHttpServers({ probes: local, metrics: undefined }, endpoints())
    await close()
    const both = { host: '127.0.0.1', port: ports[0] ?? 0 }
    servers = await startHttpServers({ probes: both, metrics: both }, endpoints())
    expect(servers.ports).toEqual(ports)
    expect(await seen(`http://127.0.0.1:${both.port}/metrics`)).toMatchObject({ status: 200 })
    expect(await seen(`http://127.0.0.1:${both.port}/readyz`)).toMatchObject({ status: 200 })
  })

  test('one that is taken is named with its flag, and the other one is given back', async () => {
    const other = await startHttpServers({ probes: local, metrics: undefined }, endpoints())
    await other.close()
    servers = await startHttpServers({ probes: local, metrics: undefined }, endpoints())
    const free = { host: '127.0.0.1', port: other.ports[0] ?? 0 }
    const taken = { host: '127.0.0.1', port: servers.ports[0] ?? 0 }
    await expect(startHttpServers({ probes: free, metrics: taken }, endpoints())).rejects.toThrow(
      `AddressUnavailable: --metrics-bind-address 127.0.0.1:${taken.port} (EADDRINUSE). Choose another address`,
    )
    await expect(seen(`http://127.0.0.1:${free.port}/healthz`)).rejects.toThrow()
  })
})

test('closes with a connection open', async () => {
  const { probes } = await start()
  await seen(`${probes}/healthz`)
  await servers?.close()
  await expect(seen(`${probes}/healthz`)).rejects.toThrow()
})
