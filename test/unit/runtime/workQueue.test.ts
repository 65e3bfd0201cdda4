import { fc, test as prop } from '@fast-check/jest'
import { createFifo } from '../../../src/runtime/fifo.ts'
import { createWorkQueue, silentQueueObserver } from '../../../src/runtime/workQueue.ts'
import { createManualClock, settle } from './manualClock.ts'

describe('the promises of a work queue', () => {
  test('keys come in the order they were added, each once', async () => {
    const queue = createWorkQueue()
    for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key)
    expect(queue.depth).toBe(3)
    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual(['a', 'b', 'c'])
  })

  test('a key added while worked on comes again when that is done, and not before', async () => {
    const queue = createWorkQueue()
    queue.add('a')
    await queue.take()
    queue.add('a')
    queue.add('a')
    queue.add('b')
    expect(await queue.take()).toBe('b')
    expect(queue.depth).toBe(0)
    queue.done('a')
    expect(await queue.take()).toBe('a')
    queue.done('a')
    expect(queue.depth).toBe(0)
  })

  test('those in a hurry come first, in their order; one that waits already keeps its turn', async () => {
    const queue = createWorkQueue()
    for (const key of ['a', 'b', 'c']) queue.add(key)
    for (const key of ['x', 'b', 'y', 'x']) queue.hurry(key)
    expect(queue.depth).toBe(5)
    const taken = await Promise.all(Array.from({ length: 5 }, () => queue.take()))
    expect(taken).toEqual(['x', 'y', 'a', 'b', 'c'])
  })

  test('one in a hurry that is worked on comes again afterwards, before the others', async () => {
    const queue = createWorkQueue()
    queue.add('a')
    await queue.take()
    queue.add('b')
    queue.hurry('a')
    expect(queue.depth).toBe(1)
    queue.done('a')
    expect([await queue.take(), await queue.take()]).toEqual(['a', 'b'])
    queue.done('a')
    queue.add('c')
    queue.add('a')
    expect([await queue.take(), await queue.take()]).toEqual(['c', 'a'])
  })

  test('whoever waits for a key gets it as soon as it is added', async () => {
    const queue = createWorkQueue()
    const takes = [queue.take(), queue.take()]
    queue.add('a')
    queue.add('b')
    expect(await Promise.all(takes)).toEqual(['a', 'b'])
  })

  test('a key that nobody took cannot be done', async () => {
    const queue = createWorkQueue()
    queue.add('a')
    queue.done('a')
    expect(await queue.take()).toBe('a')
  })
})

describe('delayed keys', () => {
  test('a key comes when its time has come', async () => {
    const clock = createManualClock()
    const queue = createWorkQueue({ clock })
    queue.addAfter('late', 200)
    queue.addAfter('soon', 100.5)
    queue.addAfter('now', 0)
    expect(queue.depth).toBe(1)
    await clock.advance(100)
    expect(queue.depth).toBe(1)
    await clock.advance(1)
    expect(queue.depth).toBe(2)
    await clock.advance(100)
    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual(['now', 'soon', 'late'])
  })

  test('of two delays the shorter counts', async () => {
    const clock = createManualClock()
    const queue = createWorkQueue({ clock })
    queue.addAfter('a', 500)
    queue.addAfter('a', 100)
    queue.addAfter('a', 900)
    await clock.advance(100)
    expect(queue.depth).toBe(1)
    await queue.take()
    queue.done('a')
    await clock.advance(1_000)
    expect(queue.depth).toBe(0)
  })

  test('100,000 delayed keys share one timer', async () => {
    const clock = createManualClock()
    const queue = createWorkQueue({ clock })
    for (let i = 0; i < 100_000; i += 1) queue.addAfter(`key-${i}`, 1_000 + (i % 1_000))
    expect(clock.timers).toBe(1)
    await clock.advance(2_000)
    expect(queue.depth).toBe(100_000)
    expect(clock.timers).toBe(0)
  })
})

describe('shutting down', () => {
  test('waits for what is worked on, drops the rest, and lets nothing in', async () => {
    const clock = createManualClock()
    const queue = createWorkQueue({ clock })
    queue.add('running')
    await queue.take()
    queue.add('running')
    queue.add('waiting')
    queue.addAfter('delayed', 10)
    const down = watchEnd(queue.shutDown())
    queue.add('new')
    queue.addAfter('newly delayed', 10)
    await clock.advance(100)
    expect(down.over).toBe(false)
    expect(queue.depth).toBe(0)
    expect(clock.timers).toBe(0)
    queue.done('running')
    await settle()
    expect(down.over).toBe(true)
    expect(await queue.take()).toBeUndefined()
  })

  test('tells those who wait for a key that there will be none', async () => {
    const queue = createWorkQueue()
    const takes = [queue.take(), queue.take()]
    await queue.shutDown()
    expect(await Promise.all(takes)).toEqual([undefined, undefined])
  })
})

const watchEnd = (promise: Promise<unknown>) => {
  const spy = { over: false }
  void promise.then(() => (spy.over = true))
  return spy
}

test('tells how long keys waited and were worked on', async () => {
  const clock = createManualClock()
  const told: unknown[] = []
  const queue = createWorkQueue({
    clock,
    observer: {
      depth: (keys) => told.push(['depth', keys]),
      added: () => told.push('added'),
      started: (seconds) => told.push(['started', seconds]),
      finished: (seconds) => told.push(['finished', seconds]),
      retried: () => told.push('retried'),
    },
  })
  queue.add('a')
  queue.add('a')
  await clock.advance(1_500)
  await queue.take()
  await clock.advance(500)
  expect(queue.inProgress()).toEqual({ keys: 1, unfinishedSeconds: 0.5, longestRunningSeconds: 0.5 })
  queue.done('a')
  queue.retryAfter('a', 10)
  expect(told).toEqual(['added', ['depth', 1], ['depth', 0], ['started', 1.5], ['finished', 0.5], 'retried'])
  expect(queue.inProgress()).toEqual({ keys: 0, unfinishedSeconds: 0, longestRunningSeconds: 0 })
})

prop.prop([fc.array(fc.tuple(fc.constantFrom('add', 'take', 'done'), fc.constantFrom('a', 'b', 'c', 'd')))])(
  'no key is worked on twice at a time, and none that was added is forgotten',
  async (operations) => {
    const queue = createWorkQueue({ observer: silentQueueObserver })
    const working = new Set<string>()
    const owed = new Set<string>()
    const take = async () => {
      const key = await queue.take()
      expect(working.has(key ?? '')).toBe(false)
      working.add(key ?? '')
      owed.delete(key ?? '')
    }
    for (const [operation, key] of operations) {
      if (operation === 'add') {
        owed.add(key)
        queue.add(key)
      }
      if (operation === 'take' && queue.depth > 0) await take()
      if (operation === 'done' && working.delete(key)) queue.done(key)
    }
    for (const key of working) queue.done(key)
    working.clear()
    while (queue.depth > 0) await take()
    expect([...owed]).toEqual([])
  },
)

test('a fifo gives back what went in, in order, however its slots are reused', () => {
  const fifo = createFifo<number>()
  let pushed = 0
  let shifted = 0
  for (let round = 0; round < 50; round += 1) {
    for (let i = 0; i < 100; i += 1) fifo.push(pushed++)
    for (let i = 0; i < 95; i += 1) expect(fifo.shift()).toBe(shifted++)
    expect(fifo.size).toBe(pushed - shifted)
  }
  fifo.clear()
  expect([fifo.size, fifo.shift()]).toEqual([0, undefined])
})
