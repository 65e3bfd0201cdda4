import { ApiError, failureOfStatus } from '../../../src/kube/apiError.ts'
import type { Transport, TransportRequest } from '../../../src/kube/transport.ts'
import { yielding } from '../../../src/kube/yielding.ts'
import { createManualClock } from '../runtime/manualClock.ts'

const answer = { status: 200, headers: {}, body: Buffer.from('{}') }
const tooMany = (seconds?: number) =>
  new ApiError(failureOfStatus({ details: { retryAfterSeconds: seconds } }, 429), 'PUT /x')

const get = (path: string, signal?: AbortSignal): TransportRequest => ({
  method: 'GET',
  path,
  accept: 'application/json',
  ...(signal && { signal }),
})

/** A server that answers what the test says, and remembers what it was asked. */
const scene = (respond: (path: string) => Error | undefined) => {
  const asked: string[] = []
  const transport: Transport = {
    server: 'http://server',
    request: async ({ path }) => {
      asked.push(path)
      const error = respond(path)
      if (error !== undefined) throw error
      return answer
    },
    stream: () => Promise.reject(new Error('not asked for')),
    close: () => {},
  }
  const clock = createManualClock()
  const ending = new AbortController()
  return { asked, clock, transport: yielding(transport, clock, ending.signal), ending }
}

describe('a transport that yields', () => {
  test.each`
    asks         | waits
    ${7}         | ${7_000}
    ${undefined} | ${1_000}
    ${3_600}     | ${60_000}
  `(
    'after a 429 that asks for $asks s nothing goes out for $waits ms',
    async ({ asks, waits }: Record<string, number>) => {
      const { asked, clock, transport } = scene((path) => (path === '/busy' ? tooMany(asks) : undefined))
      await expect(transport.request(get('/busy'))).rejects.toThrow('TooManyRequests')
      const later = [transport.request(get('/a')), transport.request(get('/b'))]
      await clock.advance((waits ?? 0) - 1)
      expect(asked).toEqual(['/busy'])
      await clock.advance(1)
      await Promise.all(later)
      expect(asked).toEqual(['/busy', '/a', '/b'])
    },
  )

  test('a Lease is renewed all the same', async () => {
    const { asked, transport } = scene((path) => (path === '/busy' ? tooMany(7) : undefined))
    await expect(transport.request(get('/busy'))).rejects.toThrow('TooManyRequests')
    await transport.request(get('/apis/coordination.k8s.io/v1/namespaces/x/leases/pullkeeper'))
    expect(asked).toHaveLength(2)
  })

  test('a disruption budget that forbids one eviction holds up nothing else', async () => {
    const { asked, transport } = scene((path) => (path.endsWith('/eviction') ? tooMany(7) : undefined))
    await expect(transport.request(get('/api/v1/namespaces/x/pods/y/eviction'))).rejects.toThrow('TooManyRequests')
    await transport.request(get('/a'))
    expect(asked).toHaveLength(2)
  })

  test('other failures hold up nothing', async () => {
    const { transport } = scene((path) =>
      path === '/broken' ? new ApiError(failureOfStatus({}, 500), 'GET /broken') : undefined,
    )
    await expect(transport.request(get('/broken'))).rejects.toThrow('InternalError')
    await expect(transport.request(get('/a'))).resolves.toEqual(answer)
  })

  test('what is held when the process is told to end is given up, and so is what comes after it; the Lease is not', async () => {
    const { asked, ending, transport } = scene((path) => (path === '/busy' ? tooMany(7) : undefined))
    await expect(transport.request(get('/busy'))).rejects.toThrow('TooManyRequests')
    const held = [transport.request(get('/a')), transport.request(get('/b', new AbortController().signal))]
    ending.abort()
    for (const each of held) await expect(each).rejects.toMatchObject({ code: 'Unreachable' })
    await expect(transport.request(get('/c'))).rejects.toThrow(/this process ends/)
    await transport.request(get('/apis/coordination.k8s.io/v1/namespaces/x/leases/pullkeeper'))
    expect(asked).toEqual(['/busy', '/apis/coordination.k8s.io/v1/namespaces/x/leases/pullkeeper'])
  })

  test('without a 429 requests go out until the end', async () => {
    const { asked, ending, transport } = scene(() => undefined)
    ending.abort()
    await transport.request(get('/a'))
    expect(asked).toEqual(['/a'])
  })

  test('who is aborted does not wait', async () => {
    const { transport } = scene((path) => (path === '/busy' ? tooMany(7) : undefined))
    await expect(transport.request(get('/busy'))).rejects.toThrow('TooManyRequests')
    const abort = new AbortController()
    const waiting = transport.request(get('/a', abort.signal))
    abort.abort()
    await expect(waiting).resolves.toEqual(answer)
  })
})
