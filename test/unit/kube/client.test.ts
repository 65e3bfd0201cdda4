import nock from 'nock'
import { createClient } from '../../../src/kube/client.ts'
import { createTransport } from '../../../src/kube/transport.ts'
import { createManualClock } from '../runtime/manualClock.ts'
import { kubeConfigFor } from './loopback.ts'

const SERVER = 'http://apiserver.test'
const SECRETS = '/api/v1/namespaces/a/secrets'
const SECRET = `${SECRETS}/robot`

beforeAll(() => nock.disableNetConnect())
afterEach(() => nock.cleanAll())
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

const clock = createManualClock()
const transport = createTransport(kubeConfigFor(SERVER), { userAgent: 'test' })
const client = createClient({ transport, fieldManager: 'pullkeeper', clock, random: () => 0.5 })

/** Moves the clock for as long as the call waits. */
const withTime = async <T>(call: Promise<T>): Promise<T> => {
  const waiting = new Set([call])
  const end = () => waiting.clear()
  call.then(end, end)
  while (waiting.size > 0) await clock.advance(100)
  return call
}

interface Sent {
  readonly method: string
  readonly url: string
  readonly contentType: string | null
  readonly body: unknown
}

/** Answers one request, and gives what was sent. */
const expectOne = (method: string, path: string, status = 200): { readonly sent: Sent[] } => {
  const sent: Sent[] = []
  nock(SERVER)
    .intercept((uri) => uri.startsWith(path), method)
    .reply(async (request: Request) => {
      const { pathname, search } = new URL(request.url)
      const text = await request.text()
      const body: unknown = text === '' ? undefined : JSON.parse(text)
      sent.push({
        method: request.method,
        url: pathname + search,
        contentType: request.headers.get('content-type'),
        body,
      })
      return [status, { answer: true }]
    })
  return { sent }
}

const JSON_TYPE = 'application/json'

describe('each call is one request', () => {
  test.each([
    {
      what: 'get',
      call: () => client.get(SECRET),
      sent: { method: 'GET', url: SECRET, contentType: null, body: undefined },
    },
    {
      what: 'create',
      call: () => client.create(SECRETS, { kind: 'Secret' }),
      sent: {
        method: 'POST',
        url: `${SECRETS}?fieldManager=pullkeeper`,
        contentType: JSON_TYPE,
        body: { kind: 'Secret' },
      },
    },
    {
      what: 'replace',
      call: () => client.replace(SECRET, { kind: 'Secret' }),
      sent: {
        method: 'PUT',
        url: `${SECRET}?fieldManager=pullkeeper`,
        contentType: JSON_TYPE,
        body: { kind: 'Secret' },
      },
    },
    {
      what: 'replaceStatus',
      call: () => client.replaceStatus('/apis/p/v1/things/x', { status: {} }),
      sent: {
        method: 'PUT',
        url: '/apis/p/v1/things/x/status?fieldManager=pullkeeper',
        contentType: JSON_TYPE,
        body: { status: {} },
      },
    },
    {
      what: 'mergePatch',
      call: () => client.mergePatch(SECRET, { metadata: { resourceVersion: '7' } }),
      sent: {
        method: 'PATCH',
        url: `${SECRET}?fieldManager=pullkeeper`,
        contentType: 'application/merge-patch+json',
        body: { metadata: { resourceVersion: '7' } },
      },
    },
    {
      what: 'delete, guarded',
      call: () => client.delete(SECRET, { uid: 'u', resourceVersion: '7', propagationPolicy: 'Background' }),
      sent: {
        method: 'DELETE',
        url: SECRET,
        contentType: JSON_TYPE,
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy: 'Background',
          preconditions: { uid: 'u', resourceVersion: '7' },
        },
      },
    },
    {
      what: 'delete',
      call: () => client.delete(SECRET),
      sent: {
        method: 'DELETE',
        url: SECRET,
        contentType: JSON_TYPE,
        body: { apiVersion: 'v1', kind: 'DeleteOptions' },
      },
    },
    {
      what: 'evict',
      call: () => client.evict({ namespace: 'a', name: 'web-1', uid: 'u', resourceVersion: '7' }),
      sent: {
        method: 'POST',
        url: '/api/v1/namespaces/a/pods/web-1/eviction?fieldManager=pullkeeper',
        contentType: JSON_TYPE,
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { namespace: 'a', name: 'web-1' },
          deleteOptions: { preconditions: { uid: 'u', resourceVersion: '7' } },
        },
      },
    },
  ])('$what', async ({ call, sent }) => {
    const server = expectOne(sent.method, sent.url.replace(/\?.*/, ''))
    expect(await call()).toEqual({ answer: true })
    expect(server.sent).toEqual([sent])
  })
})

test('a page of a list', async () => {
  nock(SERVER)
    .get('/api/v1/pods')
    .query({ limit: 2, continue: 'c1', labelSelector: 'a=b' })
    .reply(200, { items: [{}, {}], metadata: { resourceVersion: '5', continue: 'c2' } })
  const page = await client.listPage('/api/v1/pods', { limit: 2, continue: 'c1', labelSelector: 'a=b' })
  expect(page).toEqual({ items: [{}, {}], resourceVersion: '5', next: 'c2' })
})

const read = () => client.get(SECRET)
const write = () => client.mergePatch(SECRET, {})
const evict = () => client.evict({ namespace: 'a', name: 'b' })

describe('what is tried again without asking', () => {
  test.each([
    { what: 'a read', call: read, method: 'GET', status: 429, tries: 2 },
    { what: 'a read', call: read, method: 'GET', status: 500, tries: 2 },
    { what: 'a read', call: read, method: 'GET', status: 503, tries: 2 },
    { what: 'a read', call: read, method: 'GET', status: 504, tries: 2 },
    { what: 'a read', call: read, method: 'GET', status: 403, tries: 1 },
    { what: 'a read', call: read, method: 'GET', status: 404, tries: 1 },
    { what: 'a write', call: write, method: 'PATCH', status: 429, tries: 2 },
    { what: 'a write', call: write, method: 'PATCH', status: 500, tries: 1 },
    { what: 'a write', call: write, method: 'PATCH', status: 503, tries: 1 },
    { what: 'a write', call: write, method: 'PATCH', status: 409, tries: 1 },
    { what: 'an eviction', call: evict, method: 'POST', status: 429, tries: 1 },
  ])('$what answered by $status: $tries tries', async ({ call, method, status, tries }) => {
    nock(SERVER).intercept(/./, method).reply(status, {})
    nock(SERVER).intercept(/./, method).reply(200, {})
    const result = withTime(call())
    if (tries === 2) await expect(result).resolves.toEqual({})
    else await expect(result).rejects.toMatchObject({ status })
    expect(nock.pendingMocks()).toHaveLength(2 - tries)
  })

  test('a connection that breaks: reads only', async () => {
    nock(SERVER).get(SECRET).replyWithError('read ECONNRESET').get(SECRET).reply(200, {})
    await expect(withTime(read())).resolves.toEqual({})
    nock(SERVER).patch(/./).replyWithError('read ECONNRESET')
    await expect(write()).rejects.toMatchObject({ code: 'Unreachable' })
  })

  test('not for ever', async () => {
    nock(SERVER).get(SECRET).times(9).reply(503, {})
    await expect(withTime(read())).rejects.toMatchObject({ code: 'ServiceUnavailable' })
    expect(nock.activeMocks()).toHaveLength(1)
    nock.cleanAll()
  })

  test('as late as the server asks, or not at all when that is too late', async () => {
    nock(SERVER).get(SECRET).reply(429, {}, { 'retry-after': '3' }).get(SECRET).reply(200, {})
    const startedAt = clock.now()
    await withTime(read())
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(3_000)
    nock(SERVER).get(SECRET).reply(429, {}, { 'retry-after': '60' })
    await expect(read()).rejects.toMatchObject({ failure: { retryAfterSeconds: 60 } })
  })

  test('not after the caller gave up', async () => {
    const stop = new AbortController()
    nock(SERVER).get(SECRET).reply(503, {})
    const result = client.get(SECRET, { signal: stop.signal })
    const outcome = expect(withTime(result)).rejects.toBeDefined()
    stop.abort()
    await outcome
  })
})

test('an answer that is no JSON is not quoted', async () => {
  nock(SERVER).get(SECRET).reply(200, 'secret: hunter2')
  await expect(client.get(SECRET)).rejects.toThrow(
    `Unreadable: GET ${SECRET} (answer): the answer is not JSON of the Kubernetes API`,
  )
})
