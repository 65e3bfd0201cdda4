import { ApiError, type ApiErrorCode, failureOfStatus, failureWithoutAnswer } from '../../../../src/kube/apiError.ts'
import type { ApiClient } from '../../../../src/kube/client.ts'
import { type ElectionNotice, startLeaderElection } from '../../../../src/kube/lease/election.ts'
import { leaseRecordOf } from '../../../../src/kube/lease/record.ts'
import { createManualClock, type ManualClock } from '../../runtime/manualClock.ts'

const refusal = (status: number, reason: ApiErrorCode) =>
  new ApiError(failureOfStatus({ reason, message: 'says the server' }, status), 'the call')

const versionOf = (object: unknown): unknown =>
  Reflect.get(Object(Reflect.get(Object(object), 'metadata')), 'resourceVersion')

const unused = () => Promise.reject(new Error('not called by elections'))

/** One Lease, with a server's rules. */
const createLeaseServer = () => {
  let lease: Record<string, unknown> | undefined
  let version = 0
  const calls: string[] = []
  /** What the next calls meet instead, all or those of one candidate; `hang` never answers. */
  let trouble: Error | 'hang' | undefined
  let troubled: string | undefined
  const meet = async (call: string, signal: AbortSignal | undefined, identity: string): Promise<void> => {
    calls.push(call)
    if (troubled !== undefined && troubled !== identity) return
    if (trouble === 'hang') {
      await new Promise((_, reject) => {
        const give = () => reject(new Error('aborted'))
        if (signal?.aborted) give()
        signal?.addEventListener('abort', give)
      })
    }
    if (trouble instanceof Error) throw trouble
  }
  const store = (object: object): unknown => {
    version += 1
    lease = { ...object, metadata: { ...Object(Reflect.get(object, 'metadata')), resourceVersion: String(version) } }
    return lease
  }
  const clientOf = (identity: string): ApiClient => ({
    get: async (_, options) => {
      await meet('get', options?.signal, identity)
      if (!lease) throw refusal(404, 'NotFound')
      return lease
    },
    create: async (_, object, options) => {
      await meet('create', options?.signal, identity)
      if (lease) throw refusal(409, 'AlreadyExists')
      return store(object)
    },
    replace: async (_, object, options) => {
      await meet('replace', options?.signal, identity)
      if (versionOf(object) !== versionOf(lease)) throw refusal(409, 'Conflict')
      return store(object)
    },
    listPage: unused,
    replaceStatus: unused,
    mergePatch: unused,
    delete: unused,
    evict: unused,
  })
  return {
    clientOf,
    calls,
    holder: () => leaseRecordOf(lease).holder,
    transitions: () => leaseRecordOf(lease).transitions,
    remove: () => {
      lease = undefined
    },
    trouble: (next: Error | 'hang' | undefined, of?: string) => {
      trouble = next
      troubled = of
    },
  }
}

type LeaseServer = ReturnType<typeof createLeaseServer>

const join = (server: LeaseServer, clock: ManualClock, identity: string) => {
  const notices: ElectionNotice[] = []
  const state = { leading: false, ended: '' }
  const election = startLeaderElection({
    client: server.clientOf(identity),
    namespace: 'n',
    name: 'l',
    identity,
    clock,
    random: () => 0,
    onLeading: () => {
      state.leading = true
    },
    onLost: () => {
      state.leading = false
    },
    report: (notice) => notices.push(notice),
  })
  void election.ended.then((how) => (state.ended = how))
  return { ...election, state, notices, kinds: () => notices.map(({ kind }) => kind) }
}

const start = () => {
  const server = createLeaseServer()
  const clock = createManualClock()
  return { server, clock, first: join(server, clock, 'first') }
}

test('the first one leads at once, and then writes once in 2 s and does nothing else', async () => {
  const { server, clock, first } = start()
  await clock.advance(0)
  expect(first.state.leading).toBe(true)
  expect(server.calls).toEqual(['get', 'create'])
  server.calls.length = 0
  await clock.advance(10_000)
  expect(server.calls).toEqual(Array(5).fill('replace'))
  expect(first.kinds()).toEqual(['leading'])
  await first.release()
})

test('there is one leader at a time; when it gives up, the next one follows within its retry period', async () => {
  const { server, clock, first } = start()
  await clock.advance(0)
  const second = join(server, clock, 'second')
  await clock.advance(60_000)
  expect([first.state.leading, second.state.leading]).toEqual([true, false])
  expect(second.notices).toEqual([{ kind: 'waiting', holder: 'first' }])
  await first.release()
  expect([first.state.ended, server.holder()]).toEqual(['released', ''])
  await clock.advance(2_000)
  expect([second.state.leading, server.holder(), server.transitions()]).toEqual([true, 'second', 1])
  await second.release()
})

test('a leader that is cut off is replaced when its Lease has run out, and there are never two', async () => {
  const { server, clock, first } = start()
  await clock.advance(0)
  const second = join(server, clock, 'second')
  await clock.advance(4_000)
  server.trouble('hang', 'first')
  const leaders: string[] = []
  for (let i = 0; i < 200; i += 1) {
    await clock.advance(100)
    leaders.push([first, second].map(({ state }) => Number(state.leading)).join(''))
  }
  expect([...new Set(leaders)]).toEqual(['10', '00', '01'])
  expect([server.holder(), server.transitions()]).toEqual(['second', 1])
  await second.release()
})

describe('a leader that cannot renew', () => {
  test('leads no longer when the deadline is over, before another may', async () => {
    const { server, clock, first } = start()
    await clock.advance(0)
    await clock.advance(2_000)
    server.trouble(new ApiError(failureWithoutAnswer('Unreachable', 'connect ECONNREFUSED'), 'PUT'))
    await clock.advance(9_000)
    expect(first.state.leading).toBe(true)
    await clock.advance(1_000)
    expect(first.state).toEqual({ leading: false, ended: 'lost' })
    expect(first.notices).toEqual([
      { kind: 'leading' },
      { kind: 'failing', why: 'Unreachable: connect ECONNREFUSED' },
      { kind: 'lost', why: 'the Lease could not be renewed for 10000 ms' },
    ])
    await first.release()
    expect(first.kinds().at(-1)).toBe('lost')
  })

  test('even when the server does not answer at all', async () => {
    const { server, clock, first } = start()
    await clock.advance(0)
    server.trouble('hang')
    await clock.advance(10_000)
    expect(first.state.ended).toBe('lost')
    server.calls.length = 0
    await clock.advance(60_000)
    expect(server.calls).toEqual([])
  })

  test('goes on when the trouble passes in time', async () => {
    const { server, clock, first } = start()
    await clock.advance(0)
    server.trouble('hang')
    await clock.advance(8_000)
    server.trouble(undefined)
    await clock.advance(60_000)
    expect([first.state.leading, server.holder()]).toEqual([true, 'first'])
    await first.release()
  })
})

test('a leader whose Lease somebody else wrote over leads no longer, at once', async () => {
  const { server, clock, first } = start()
  await clock.advance(0)
  const lease = await server.clientOf('other').get('')
  await server
    .clientOf('other')
    .replace('', { ...Object(lease), spec: { holderIdentity: 'thief', leaseDurationSeconds: 15 } })
  await clock.advance(2_000)
  expect(first.state.ended).toBe('lost')
  expect(first.notices.at(-1)).toEqual({ kind: 'lost', why: 'thief holds the Lease now' })
})

test('a leader whose Lease was only touched goes on', async () => {
  const { server, clock, first } = start()
  await clock.advance(0)
  await server.clientOf('other').replace('', { ...Object(await server.clientOf('other').get('')) })
  await clock.advance(20_000)
  expect(first.state.leading).toBe(true)
  await first.release()
})

test('a leader whose Lease was deleted leads no longer: another may have begun', async () => {
  const { server, clock, first } = start()
  await clock.advance(0)
  server.remove()
  await clock.advance(2_000)
  expect(first.notices.at(-1)).toEqual({ kind: 'lost', why: 'the Lease was deleted or given away' })
})

test('a refusal is told once, with the Lease it is about, and tried on', async () => {
  const { server, clock, first } = start()
  server.trouble(refusal(403, 'Forbidden'))
  await clock.advance(20_000)
  expect(first.notices).toEqual([{ kind: 'refused', status: 403, message: 'says the server (Lease n/l)' }])
  server.trouble(undefined)
  await clock.advance(2_000)
  expect(first.state.leading).toBe(true)
  await first.release()
})

test('releasing never fails, and a candidate that releases leaves the Lease alone', async () => {
  const { server, clock, first } = start()
  await clock.advance(0)
  const second = join(server, clock, 'second')
  await clock.advance(0)
  await second.release()
  expect(server.holder()).toBe('first')
  server.trouble(refusal(403, 'Forbidden'))
  await first.release()
  expect(first.kinds()).toEqual(['leading', 'refused'])
  expect(first.state.ended).toBe('released')
})
