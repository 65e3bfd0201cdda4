import {
  done,
  type Reconcile,
  requeue,
  requeueAfter,
  type ReconcileObserver,
  runController,
} from '../../../src/runtime/controller.ts'
import { createWorkQueue } from '../../../src/runtime/workQueue.ts'
import { createManualClock, settle } from './manualClock.ts'

const backoff = { baseMs: 100, maxMs: 10_000, jitter: 0 }

const start = (
  reconcile: Reconcile,
  options: { concurrency?: number; retryAfterMs?: () => number | undefined } = {},
) => {
  const clock = createManualClock()
  const queue = createWorkQueue({ clock })
  const stop = new AbortController()
  const told: unknown[] = []
  const observer: ReconcileObserver = {
    reconciled: (outcome, seconds) => told.push([outcome, seconds]),
    failed: (key, error, failures, retryInMs) => told.push([key, String(error), failures, retryInMs]),
    active: () => {},
  }
  const running = runController({ queue, reconcile, backoff, observer, clock, signal: stop.signal, ...options })
  return { clock, queue, stop, told, running }
}

test('a reconcile that throws, at once or later, is tried again ever later, and starts anew once it went well', async () => {
  const tries: number[] = []
  const { clock, queue, told, stop, running } = start((key) => {
    tries.push(clock.now())
    if (tries.length === 1) throw new Error('at once')
    if (tries.length < 4) return Promise.reject(new Error('later'))
    return tries.length === 5 ? Promise.reject(new Error('again')) : Promise.resolve(key === 'a' ? done : requeue)
  })
  queue.add('a')
  await clock.advance(1_000)
  expect(tries).toEqual([0, 100, 300, 700])
  queue.add('a')
  await clock.advance(1_000)
  expect(tries.slice(4)).toEqual([1_000, 1_100])
  expect(told.filter((each) => Array.isArray(each) && each.length === 4)).toEqual([
    ['a', 'Error: at once', 1, 100],
    ['a', 'Error: later', 2, 200],
    ['a', 'Error: later', 3, 400],
    ['a', 'Error: again', 1, 100],
  ])
  stop.abort()
  await running
})

test('the longer of the back-off and what the error asks for counts', async () => {
  const tries: number[] = []
  const { clock, queue, stop, running } = start(
    () => {
      tries.push(clock.now())
      return Promise.reject(new Error('busy'))
    },
    { retryAfterMs: () => (tries.length === 1 ? 5_000 : 1) },
  )
  queue.add('a')
  await clock.advance(5_300)
  expect(tries).toEqual([0, 5_000, 5_200])
  stop.abort()
  await running
})

test.each([
  { result: done, outcome: 'success', tries: [0] },
  { result: requeue, outcome: 'requeue', tries: [0, 100, 300, 700] },
  { result: requeueAfter(400), outcome: 'requeue_after', tries: [0, 400, 800] },
])('a result of $outcome comes again at $tries', async ({ result, outcome, tries }) => {
  const tried: number[] = []
  const { clock, queue, told, stop, running } = start(() => {
    tried.push(clock.now())
    return Promise.resolve(result)
  })
  queue.add('a')
  await clock.advance(1_000)
  expect(tried).toEqual(tries)
  expect(told).toEqual(tries.map(() => [outcome, 0]))
  stop.abort()
  await running
})

test('so many keys at a time as allowed, each key once', async () => {
  const running = new Map<string, () => void>()
  const controller = start((key) => new Promise((resolve) => running.set(key, () => resolve(done))), { concurrency: 2 })
  for (const key of ['a', 'b', 'c', 'a']) controller.queue.add(key)
  await settle()
  controller.queue.add('a')
  await settle()
  expect([...running.keys()]).toEqual(['a', 'b'])
  running.get('b')?.()
  await settle()
  expect([...running.keys()]).toEqual(['a', 'b', 'c'])
  controller.stop.abort()
  for (const end of running.values()) end()
  await controller.running
})

test('stopping lets the running reconcile end, starts no other, and counts no failure of it', async () => {
  let end: (() => void) | undefined
  const started: string[] = []
  const { queue, stop, told, running } = start((key, signal) => {
    started.push(key)
    return new Promise((_, reject) => {
      end = () => reject(new Error(`aborted: ${signal.aborted}`))
    })
  })
  queue.add('a')
  queue.add('b')
  await settle()
  stop.abort()
  let over = false
  void running.then(() => (over = true))
  await settle()
  expect(over).toBe(false)
  end?.()
  await running
  expect(started).toEqual(['a'])
  expect(told).toEqual([])
})

test('many reconciles that wait for nothing leave timers and sockets their turn in between', async () => {
  const queue = createWorkQueue()
  const stop = new AbortController()
  const order: string[] = []
  const running = runController({
    queue,
    reconcile: (key) => {
      const until = performance.now() + 1
      while (performance.now() < until);
      order.push(key)
      if (order.length === 1) setImmediate(() => order.push('another'))
      if (key === 'last') stop.abort()
      return Promise.resolve(done)
    },
    signal: stop.signal,
  })
  for (let index = 0; index < 50; index++) queue.add(String(index))
  queue.add('last')
  await running
  expect(order.indexOf('another')).toBeGreaterThan(0)
  expect(order.indexOf('another')).toBeLessThan(order.indexOf('last'))
})
