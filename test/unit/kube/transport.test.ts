import { randomBytes } from 'node:crypto'
import { jest } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { eachChunk } from '../../../src/kube/eachChunk.ts'
import { createTransport, type Transport } from '../../../src/kube/transport.ts'
import {
  answer,
  kubeConfigFor,
  type KubeConfigFields,
  listen,
  type Loopback,
  listenOnAnyPort,
  readBody,
} from './loopback.ts'

let server: Loopback | undefined
let transport: Transport | undefined

afterEach(async () => {
  transport?.close()
  await server?.close()
})

const start = async (
  handle: RequestListener,
  {
    tls = false,
    requestTimeoutMs = 10_000,
    maxSockets = 4,
    ...fields
  }: KubeConfigFields & Partial<{ tls: boolean; requestTimeoutMs: number; maxSockets: number }> = {},
) => {
  server = await listen(handle, { tls })
  transport = createTransport(kubeConfigFor(server.url, fields), {
    userAgent: 'pullkeeper/test',
    requestTimeoutMs,
    maxSockets,
  })
  return { server, transport }
}

const get = { method: 'GET', path: '/api/v1/pods', accept: 'application/json' } as const

test('40 calls over TLS, one after the other, make one connection', async () => {
  const { transport: http, server: tls } = await start((_, response) => answer(response, 200, {}), { tls: true })
  for (let i = 0; i < 40; i += 1) await http.request(get)
  expect(tls.connections()).toBe(1)
})

test('calls at the same time share a few connections, beside which streams have their own', async () => {
  const { transport: http, server: tls } = await start(
    (request, response) => {
      if (request.url?.includes('watch')) response.writeHead(200).write('x')
      else setImmediate(() => answer(response, 200, {}))
    },
    { tls: true, maxSockets: 2 },
  )
  const streams = await Promise.all(Array.from({ length: 5 }, () => http.stream({ ...get, query: { watch: 1 } })))
  expect(tls.connections()).toBe(5)
  await Promise.all(Array.from({ length: 20 }, () => http.request(get)))
  expect(tls.connections()).toBe(7)
  for (const { body } of streams) body.destroy()
})

test('what is sent is what the caller says', async () => {
  const { transport: http } = await start((request, response) => {
    const { method, url, headers } = request
    void readBody(request).then((body) => answer(response, 201, { method, url, headers, body }))
  })
  const response = await http.request({
    method: 'PATCH',
    path: '/api/v1/namespaces/a/pods/b',
    query: { fieldManager: 'me', limit: 5, nothing: undefined, labelSelector: 'a=b,c in (d e)' },
    body: '{"ü":1}',
    contentType: 'application/merge-patch+json',
    accept: 'application/json',
  })
  expect(response.status).toBe(201)
  expect(response.headers['content-type']).toBe('application/json')
  expect(JSON.parse(response.body.toString())).toMatchObject({
    method: 'PATCH',
    url: '/api/v1/namespaces/a/pods/b?fieldManager=me&limit=5&labelSelector=a%3Db%2Cc+in+%28d+e%29',
    body: '{"ü":1}',
    headers: {
      accept: 'application/json',
      'content-type': 'application/merge-patch+json',
      'content-length': '8',
      'user-agent': 'pullkeeper/test',
    },
  })
})

test('a server below a path of a proxy', async () => {
  server = await listen((request, response) => answer(response, 200, request.url))
  transport = createTransport(kubeConfigFor(`${server.url}/k8s/clusters/c-1/`), { userAgent: 'test' })
  expect((await transport.request(get)).body.toString()).toBe('"/k8s/clusters/c-1/api/v1/pods"')
})

const authorization: RequestListener = (request, response) => answer(response, 200, request.headers.authorization)

describe('authentication', () => {
  test.each([
    { user: { token: 'abc' }, sent: 'Bearer abc' },
    { user: { username: 'u', password: 'p' }, sent: `Basic ${Buffer.from('u:p').toString('base64')}` },
  ])('$sent', async ({ user, sent }) => {
    const { transport: http } = await start(authorization, { user })
    expect((await http.request(get)).body.toString()).toBe(JSON.stringify(sent))
  })

  test('a token file is read again as it rotates, over the same connection', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'pullkeeper-'))
    const tokenFile = path.join(directory, 'token')
    const dates = jest.spyOn(Date.prototype, 'getTime')
    try {
      writeFileSync(tokenFile, 'first')
      const user = { authProvider: { name: 'tokenFile', config: { tokenFile } } }
      const { transport: http, server: tls } = await start(authorization, { tls: true, user })
      expect((await http.request(get)).body.toString()).toBe('"Bearer first"')
      writeFileSync(tokenFile, 'second')
      const later = Date.now() + 61_000
      dates.mockReturnValueOnce(later)
      expect((await http.request(get)).body.toString()).toBe('"Bearer second"')
      expect(tls.connections()).toBe(1)
    } finally {
      dates.mockRestore()
      rmSync(directory, { recursive: true })
    }
  })

  test.each([
    {
      what: 'prints no JSON, but a token',
      exec: { command: process.execPath, args: ['-e', 'console.log("eyJhbGciOi.token")'] },
      message: 'the credential plugin did not print valid JSON',
    },
    {
      what: 'fails',
      exec: { command: process.execPath, args: ['-e', 'console.error("please log in");process.exit(1)'] },
      message: 'please log in',
    },
    { what: 'is absent', exec: { command: '/no/such/plugin' }, message: 'spawn /no/such/plugin ENOENT' },
  ])('a credential plugin that $what', async ({ exec, message }) => {
    const { transport: http } = await start(authorization, { user: { exec } })
    await expect(http.request(get)).rejects.toThrow(
      `CredentialsUnavailable: authenticating to ${http.server}: ${message}`,
    )
  })
})

describe('failures', () => {
  test('a refusal is an ApiError that names the request without its query', async () => {
    const { transport: http } = await start((_, response) =>
      answer(response, 403, { kind: 'Status', reason: 'Forbidden', message: 'pods is forbidden' }),
    )
    const refusal = { name: 'ApiError', code: 'Forbidden', status: 403 }
    const query = { fieldSelector: 'spec.nodeName=a' }
    await expect(http.request({ ...get, query })).rejects.toMatchObject({
      ...refusal,
      message: 'Forbidden: GET /api/v1/pods: pods is forbidden',
    })
    await expect(http.stream({ ...get, query })).rejects.toMatchObject(refusal)
  })

  test('no server', async () => {
    const { transport: http, server: gone } = await start(() => {})
    await gone.close()
    await expect(http.request(get)).rejects.toMatchObject({
      code: 'Unreachable',
      status: 0,
      message: expect.stringContaining('connect ECONNREFUSED'),
    })
  })

  test('a certificate by an unknown authority', async () => {
    const { transport: http } = await start(() => {}, { tls: true, cluster: { caData: undefined } })
    await expect(http.request(get)).rejects.toMatchObject({
      code: 'Unreachable',
      message: expect.stringContaining('self-signed certificate'),
    })
  })

  test('a client certificate that is none', async () => {
    const { transport: http } = await start(() => {}, {
      tls: true,
      user: { certData: 'bm9uZQ==', keyData: 'bm9uZQ==' },
    })
    await expect(http.request(get)).rejects.toMatchObject({ code: 'Unreachable' })
  })

  test('no answer in time', async () => {
    const { transport: http } = await start(() => {}, { requestTimeoutMs: 20 })
    await expect(http.request(get)).rejects.toMatchObject({ code: 'TimedOut' })
    await expect(http.stream(get)).rejects.toMatchObject({ code: 'TimedOut' })
  })

  test('an answer that is cut off', async () => {
    const { transport: http } = await start((_, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('{', () => response.destroy())
    })
    await expect(http.request(get)).rejects.toMatchObject({
      code: 'Unreachable',
      message: 'Unreachable: GET /api/v1/pods: the connection broke (aborted)',
    })
  })

  test('the caller gives up', async () => {
    const stop = new AbortController()
    const { transport: http } = await start(() => stop.abort(new Error('enough')))
    await expect(http.request({ ...get, signal: stop.signal })).rejects.toThrow('enough')
    await expect(http.request({ ...get, signal: stop.signal })).rejects.toThrow('enough')
  })
})

describe('a stream', () => {
  test('gives chunks as they come, without a deadline, until it ends', async () => {
    const { transport: http } = await start(
      (_, response) => {
        response.writeHead(200).write('one')
        setTimeout(() => response.end('two'), 60)
      },
      { requestTimeoutMs: 30 },
    )
    const { body } = await http.stream(get)
    const chunks: string[] = []
    for await (const chunk of body) chunks.push(String(chunk))
    expect(chunks).toEqual(['one', 'two'])
  })

  test.each([true, false])(
    'loses, doubles and mixes up no byte, however slowly several are read; TLS: %s',
    async (tls) => {
      const bodies = [1, 2, 3].map((seed) => randomBytes(300_000 + seed * 77_777))
      const { transport: http } = await start(
        (request, response) => {
          const body =
            bodies[Number(new URL(request.url ?? '', 'http://test').searchParams.get('which'))] ?? Buffer.alloc(0)
          response.writeHead(200)
          for (let at = 0; at < body.length; at += 1_852) response.write(body.subarray(at, at + 1_852))
          response.end()
        },
        { tls },
      )
      const read = async (which: number): Promise<Buffer> => {
        const { body } = await http.stream({ ...get, query: { which } })
        const chunks: Buffer[] = []
        await eachChunk(body, (chunk) => {
          chunks.push(chunk)
          return chunks.length % 50 === which ? turn() : undefined
        })
        return Buffer.concat(chunks)
      }
      const seen = await Promise.all(bodies.map((_, which) => read(which)))
      expect(seen.map((bytes, which) => bytes.equals(bodies[which] ?? Buffer.alloc(0)))).toEqual([true, true, true])
    },
  )

  test('that the caller ends, closes its connection', async () => {
    const stop = new AbortController()
    const closed = Promise.withResolvers<void>()
    const { transport: http } = await start((request, response) => {
      request.socket.once('close', () => closed.resolve())
      response.writeHead(200).write('one')
    })
    const { body } = await http.stream({ ...get, signal: stop.signal })
    const reading = (async () => {
      for await (const chunk of body) if (String(chunk) === 'one') stop.abort()
    })()
    await expect(reading).rejects.toThrow('abort')
    await closed.promise
  })
})

describe('once it is closed, nothing goes out any more: somebody else may lead by now', () => {
  const begin = async () => {
    const asked: string[] = []
    const { transport: http } = await start((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      answer(response, 200, {})
    })
    return { http, asked }
  }
  const patch = { ...get, method: 'PATCH', body: '{}', contentType: 'application/merge-patch+json' } as const

  test.each<[string, (http: Transport) => Promise<unknown>]>([
    ['a request', (http) => http.request(patch)],
    ['a stream', (http) => http.stream(get)],
  ])('%s is refused', async (_, call) => {
    const { http, asked } = await begin()
    http.close()
    await expect(call(http)).rejects.toMatchObject({ code: 'Unreachable' })
    expect(asked).toEqual([])
  })

  test('requests that wait for a connection are not sent', async () => {
    const asked: string[] = []
    const arrived = Promise.withResolvers<void>()
    const { transport: http } = await start(
      (request) => {
        asked.push(request.method ?? '')
        arrived.resolve()
      },
      { maxSockets: 1 },
    )
    const calls = Promise.allSettled([http.request(get), http.request(patch), http.request(patch)])
    await arrived.promise
    http.close()
    for (const end of await calls) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'Unreachable' } })
    expect(asked).toEqual(['GET'])
  })

  test('a request that is only being prepared is not sent', async () => {
    const { http, asked } = await begin()
    const call = http.request(patch)
    http.close()
    await expect(call).rejects.toMatchObject({ code: 'Unreachable' })
    expect(asked).toEqual([])
  })
})

test('through a proxy, over one tunnel', async () => {
  let tunnels = 0
  const target = await listen((_, response) => answer(response, 200, {}), { tls: true })
  const tunnel = createServer().on('connect', (request, socket) => {
    tunnels += 1
    const [host, port] = (request.url ?? '').split(':')
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
  })
  const port = await listenOnAnyPort(tunnel)
  const through = createTransport(kubeConfigFor(target.url, { cluster: { proxyUrl: `http://127.0.0.1:${port}` } }), {
    userAgent: 'test',
  })
  for (let i = 0; i < 5; i += 1) await through.request(get)
  expect(tunnels).toBe(1)
  through.close()
  await target.close()
  tunnel.closeAllConnections()
  tunnel.close()
})
