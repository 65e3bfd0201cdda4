import { runReflector, type ReflectorNotice } from '../../../src/kube/reflector.ts'
import type { Sink, WatchedResource } from '../../../src/kube/sink.ts'
import { createTransport } from '../../../src/kube/transport.ts'
import { createManualClock, settle } from '../runtime/manualClock.ts'
import { kubeConfigFor } from './loopback.ts'
import { added, deleted, endOfList, object, startWatchServer, type WatchServer } from './watchServer.ts'

interface Thing {
  readonly color: string
}

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((found, name) => (Object(found) === found ? Reflect.get(Object(found), name) : undefined), value)

const keyOf = (value: unknown): string | undefined => {
  const name = at(value, 'metadata', 'name')
  return typeof name === 'string' ? name : undefined
}

const things: WatchedResource<Thing> = {
  name: 'things',
  path: '/apis/p/v1/things',
  fieldSelector: 'type=x',
  keyOf,
  decode: (value) => {
    const key = keyOf(value)
    const color = at(value, 'color')
    if (color === 'explode') throw new Error('exploded')
    if (key === undefined) return { ok: false, problem: 'no name' }
    return typeof color === 'string' ? { ok: true, key, record: { color } } : { ok: false, key, problem: 'no color' }
  },
}

/** A sink as a store is: what was not seen at endSync goes. */
const createSink = () => {
  const held = new Map<string, Thing>()
  let seen: Set<string> | undefined
  const sink: Sink<Thing> = {
    upsert: (key, record) => {
      held.set(key, record)
      seen?.add(key)
    },
    remove: (key) => void held.delete(key),
    retain: (key) => void seen?.add(key),
    beginSync: () => {
      seen = new Set()
    },
    endSync: () => {
      for (const key of held.keys()) if (!seen?.has(key)) held.delete(key)
      seen = undefined
    },
  }
  return { sink, held: () => Object.fromEntries([...held].map(([key, { color }]) => [key, color])) }
}

let server: WatchServer
let stop: AbortController
let running: Promise<void> | undefined

const start = (resource = things, sink = createSink()) => {
  const clock = createManualClock()
  const transport = createTransport(kubeConfigFor(server.loopback.url), { userAgent: 'test' })
  const notices: ReflectorNotice[] = []
  const told: ((notice: ReflectorNotice) => void)[] = []
  const report = (notice: ReflectorNotice): void => {
    notices.push(notice)
    for (const tell of told.splice(0)) tell(notice)
  }
  running = runReflector({
    transport,
    resource,
    sink: sink.sink,
    clock,
    random: () => 0.5,
    report,
    signal: stop.signal,
  })
  /** The next notice, with the clock standing still. */
  const noticed = () => new Promise<ReflectorNotice>((resolve) => void told.push(resolve))
  return { clock, held: sink.held, notices, noticed, running, transport }
}

const red = { color: 'red' }

beforeEach(async () => {
  server = await startWatchServer()
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await running?.catch(() => {})
  await server.loopback.close()
})

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await settle()
}

/** Starts a reflector that has read things a and b, of versions up to 9. */
const synced = async () => {
  const reflector = start()
  await reflector.clock.advance(0)
  const watch = await server.next()
  const notice = reflector.noticed()
  watch.send(added('a', '3', red), added('b', '2', red), endOfList('9'))
  expect(await notice).toEqual({ kind: 'synced', resource: 'things' })
  return { ...reflector, watch }
}

describe('protobuf that cannot be read', () => {
  const protobuf = 'application/vnd.kubernetes.protobuf'
  const garbage = Buffer.from('<html>')

  /** Answers with bytes that are none, and waits for what is told of it. */
  const answerWithGarbage = async (reflector: ReturnType<typeof start>): Promise<string> => {
    await reflector.clock.advance(60_000)
    const watch = await server.next()
    const before = reflector.notices.length
    watch.sendBytes(protobuf, garbage)
    await until(() => reflector.notices.slice(before).some(({ kind }) => kind === 'retrying'))
    return watch.accept
  }

  test('time and again: asked for as JSON from then on, told once', async () => {
    const reflector = start({ ...things, protobuf: true })
    const accepted = [
      await answerWithGarbage(reflector),
      await answerWithGarbage(reflector),
      await answerWithGarbage(reflector),
    ]
    expect(accepted).toEqual(Array(3).fill(`${protobuf}, application/json`))
    await reflector.clock.advance(60_000)
    const watch = await server.next()
    expect(watch.accept).toBe('application/json')
    watch.send(added('a', '3', red), endOfList('9'))
    await until(() => reflector.notices.some(({ kind }) => kind === 'synced'))
    expect(reflector.held()).toEqual({ a: 'red' })
    expect(reflector.notices.filter(({ kind }) => kind === 'fellBack')).toEqual([
      { kind: 'fellBack', resource: 'things', why: expect.stringContaining('a frame is said to be') },
    ])
  })

  test('twice, and then well: still asked for as protobuf', async () => {
    const reflector = start({ ...things, protobuf: true })
    await answerWithGarbage(reflector)
    await answerWithGarbage(reflector)
    await reflector.clock.advance(60_000)
    const watch = await server.next()
    watch.send(endOfList('9'))
    await until(() => reflector.notices.some(({ kind }) => kind === 'synced'))
    watch.cut()
    await until(() => reflector.notices.filter(({ kind }) => kind === 'retrying').length === 3)
    expect(await answerWithGarbage(reflector)).toBe(`${protobuf}, application/json`)
    expect(reflector.notices.filter(({ kind }) => kind === 'fellBack')).toEqual([])
  })
})

test('holds what the server holds, from a watch-list and the changes after it', async () => {
  const { watch, held, noticed } = await synced()
  expect(watch.query.get('sendInitialEvents')).toBe('true')
  expect(watch.query.get('fieldSelector')).toBe('type=x')
  expect(held()).toEqual({ a: 'red', b: 'red' })
  const last = noticed()
  watch.send(added('c', '10', { color: 'blue' }), deleted('a', '11'), added('d', '12'))
  expect(await last).toEqual({ kind: 'malformed', resource: 'things', key: 'd', problem: 'no color' })
  expect(held()).toEqual({ b: 'red', c: 'blue' })
})

test('a malformed object is reported and skipped; what is held of it stays, over a new sync too', async () => {
  const { watch, held, noticed, notices } = await synced()
  const again = noticed()
  watch.send(added('a', '10', { color: 'explode' }), { type: 'MODIFIED', object: 7 }, { type: 'DELETED', object: {} })
  await again
  await settle()
  const restarted = noticed()
  watch.send({ type: 'ERROR', object: { code: 410, reason: 'Expired', message: 'too old' } })
  await restarted
  const second = await server.next()
  expect(held()).toEqual({ a: 'red', b: 'red' })
  const malformed = noticed()
  second.send(added('a', '50'))
  await malformed
  const done = noticed()
  second.send(endOfList('51'))
  await done
  expect(held()).toEqual({ a: 'red' })
  expect(notices.map(({ kind }) => kind)).toEqual([
    'synced',
    'malformed',
    'malformed',
    'malformed',
    'restarted',
    'malformed',
    'synced',
  ])
})

test('a connection that breaks is resumed from the last version, after a wait', async () => {
  const { watch, held, noticed, clock } = await synced()
  const broke = noticed()
  watch.send(added('c', '10', red))
  await until(() => 'c' in held())
  watch.cut()
  expect(await broke).toMatchObject({ kind: 'retrying', inMs: 500, why: 'Unreachable: the connection broke (aborted)' })
  await clock.advance(500)
  const resumed = await server.next()
  expect(resumed.query.get('resourceVersion')).toBe('10')
  expect(resumed.query.has('sendInitialEvents')).toBe(false)
  expect(held()).toEqual({ a: 'red', b: 'red', c: 'red' })
})

test('a stream that says ERROR and ends in one breath, as kube-apiserver does for a place that is gone', async () => {
  const { watch, held, clock, noticed } = await synced()
  const broken = noticed()
  watch.cut()
  await broken
  await clock.advance(1_000)
  const restarted = noticed()
  const resumed = await server.next()
  resumed.send({ type: 'ERROR', object: { code: 410, reason: 'Expired', message: 'too old' } })
  resumed.end()
  expect(await restarted).toMatchObject({ kind: 'restarted' })
  const again = await server.next()
  const notice = noticed()
  again.send(added('c', '20', red), endOfList('21'))
  expect(await notice).toEqual({ kind: 'synced', resource: 'things' })
  expect(held()).toEqual({ c: 'red' })
  await settle()
})

test('a silent connection is ended and resumed; one on which something comes is not', async () => {
  const { watch, clock, held } = await synced()
  await clock.advance(60_000)
  watch.send(added('c', '19', red), { type: 'BOOKMARK', object: { metadata: { resourceVersion: '20' } } })
  await until(() => 'c' in held())
  // Ended after 90 s from here, not from the start: were it ended now, the server would be asked twice.
  await clock.advance(89_000)
  expect(server.waiting()).toBe(0)
  await clock.advance(1_000)
  const resumed = await server.next()
  expect(resumed.query.get('resourceVersion')).toBe('20')
})

test('a line that is no JSON ends the connection, which is resumed', async () => {
  const { watch, clock, noticed } = await synced()
  const broke = noticed()
  watch.send('{"type":"ADDED","object":{"data":"hunter2')
  expect(await broke).toMatchObject({ kind: 'retrying', why: 'Unreadable: 41 bytes are not JSON' })
  await clock.advance(500)
  expect((await server.next()).query.get('resourceVersion')).toBe('9')
})

test('a server without watch-lists is read in pages', async () => {
  const { clock, held, noticed } = start()
  await clock.advance(0)
  const restarted = noticed()
  const first = await server.next()
  first.answer(422, { kind: 'Status', code: 422, message: 'sendInitialEvents: Forbidden' })
  expect(await restarted).toMatchObject({
    kind: 'restarted',
    why: 'Invalid: sendInitialEvents: Forbidden; listing in pages instead',
  })
  const page = await server.next()
  expect([page.query.get('limit'), page.query.get('resourceVersion'), page.query.get('fieldSelector')]).toEqual([
    '500',
    null,
    'type=x',
  ])
  page.answer(200, { items: [object('a', '3', red)], metadata: { resourceVersion: '9', continue: 'c1' } })
  const second = await server.next()
  expect(second.query.get('continue')).toBe('c1')
  const done = noticed()
  second.answer(200, { items: [object('b', '4', red)], metadata: { resourceVersion: '9' } })
  expect((await done).kind).toBe('synced')
  expect(held()).toEqual({ a: 'red', b: 'red' })
  expect((await server.next()).query.get('resourceVersion')).toBe('9')
})

test('a refusal tells verb, status and the words of the server', async () => {
  const { clock, noticed } = start()
  await clock.advance(0)
  const refused = noticed()
  const message = 'things.p is forbidden: User "u" cannot watch resource "things" in API group "p" at the cluster scope'
  const first = await server.next()
  first.answer(403, { kind: 'Status', reason: 'Forbidden', message })
  expect(await refused).toEqual({
    kind: 'refused',
    resource: 'things',
    verb: 'watch',
    status: 403,
    message,
    inMs: 2_000,
  })
})

test('many objects in many chunks', async () => {
  const { clock, held, noticed } = start()
  await clock.advance(0)
  const watch = await server.next()
  const done = noticed()
  for (let i = 0; i < 2_000; i += 1) watch.send(added(`thing-${i}`, String(i), { color: 'ü'.repeat(400) }))
  watch.send(endOfList('2000'))
  expect((await done).kind).toBe('synced')
  expect(Object.keys(held())).toHaveLength(2_000)
})

test('stops at once, wherever it is', async () => {
  const { running: over } = await synced()
  stop.abort()
  await expect(over).resolves.toBeUndefined()
})

test('a sink that throws is a mistake of ours, and is not hidden', async () => {
  const { sink } = createSink()
  const broken = start(things, {
    sink: {
      ...sink,
      upsert: () => {
        throw new Error('a bug')
      },
    },
    held: () => ({}),
  })
  const over = expect(broken.running).rejects.toThrow('a bug')
  await broken.clock.advance(0)
  const watch = await server.next()
  watch.send(added('a', '3', red))
  await over
})
