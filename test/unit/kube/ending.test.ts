import nock from 'nock'
import { createClient } from '../../../src/kube/client.ts'
import { createEnding } from '../../../src/kube/ending.ts'
import { createTransport } from '../../../src/kube/transport.ts'
import { createManualClock, settle } from '../runtime/manualClock.ts'
import { kubeConfigFor } from './loopback.ts'

const SERVER = 'http://apiserver.test'
const graceMs = 10_000

beforeAll(() => nock.disableNetConnect())
afterEach(() => {
  nock.abortPendingRequests()
  nock.cleanAll()
})
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

const scene = () => {
  const clock = createManualClock()
  const told = new AbortController()
  const transport = createTransport(kubeConfigFor(SERVER), { userAgent: 'test' })
  const ending = createEnding(told.signal, graceMs, clock)
  return { clock, told, ending, client: createClient({ transport, fieldManager: 'test', clock, ending }) }
}

/** A request that the server has and does not answer. */
const unanswered = () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>()
  nock(SERVER)
    .get('/slow')
    .reply(() => {
      resolve()
      return new Promise<never>(() => {})
    })
  return arrived
}

describe('a process that is told to end', () => {
  test('lets a request that is under way go on for the grace, and then cuts it off', async () => {
    const { clock, told, ending, client } = scene()
    const arrived = unanswered()
    let failed: unknown
    const call = client.get('/slow').catch((error: unknown) => (failed = error))
    await arrived
    told.abort()
    await settle()
    await clock.advance(graceMs - 1)
    expect([failed, ending.over.aborted]).toEqual([undefined, false])
    await clock.advance(1)
    await call
    expect(failed).toMatchObject({ code: 'Unreachable', message: expect.stringMatching(/this process ends/) })
  })

  test('sends nothing after it', async () => {
    const { clock, told, client } = scene()
    told.abort()
    await settle()
    await clock.advance(graceMs)
    const late = nock(SERVER).post('/x').query(true).reply(201, {})
    await expect(client.create('/x', {})).rejects.toThrow(/this process ends/)
    expect(late.isDone()).toBe(false)
  })

  test('tries nothing again', async () => {
    const { told, client } = scene()
    told.abort()
    nock(SERVER).get('/x').reply(503, {})
    const again = nock(SERVER).get('/x').reply(200, {})
    await expect(client.get('/x')).rejects.toMatchObject({ code: 'ServiceUnavailable' })
    expect(again.isDone()).toBe(false)
  })

  test('gives up at once what waits to be tried again', async () => {
    const { told, client } = scene()
    const refused = nock(SERVER).post('/x').query(true).reply(429, {}, { 'Retry-After': '9' })
    const call = client.create('/x', {})
    while (!refused.isDone()) await settle()
    told.abort()
    await expect(call).rejects.toMatchObject({ code: 'TooManyRequests' })
  })

  test('lets who has a signal of its own go on: the Lease is given back', async () => {
    const { clock, told, client } = scene()
    told.abort()
    await settle()
    await clock.advance(graceMs)
    nock(SERVER).get('/lease').reply(200, { kind: 'Lease' })
    expect(await client.get('/lease', { signal: new AbortController().signal })).toEqual({ kind: 'Lease' })
  })
})
