import { createEventRecorder, type EventNote, type PostOutcome } from '../../../src/observe/eventRecorder.ts'
import { eventName } from '../../../src/observe/eventObject.ts'
import { createManualClock } from '../runtime/manualClock.ts'

const note = (key: string): EventNote => ({
  involved: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'u1' },
  type: 'Warning',
  reason: 'ImageNotFound',
  message: 'not there',
  action: 'Diagnose',
  key,
})

const nameOf = (key: string): string => `shop/${eventName(note(key))}`

const setUp = (outcome: () => Promise<PostOutcome> = async () => 'created') => {
  const clock = createManualClock()
  const seen = { posted: [] as string[], messages: [] as string[], dropped: 0 }
  const recorder = createEventRecorder({
    post: (namespace, { metadata, message }) => {
      seen.messages.push(message)
      seen.posted.push(`${namespace}/${metadata.name}`)
      return outcome()
    },
    instance: 'i',
    clock,
    onDropped: () => {
      seen.dropped += 1
    },
  })
  const record = (count: number, from = 0) => {
    for (let number = from; number < from + count; number += 1) recorder.record(note(`k${number}`))
  }
  return { recorder, clock, seen, record }
}

/** Long enough for a note to settle. */
const settled = 1_000

test.each<PostOutcome>(['created', 'exists', 'refused'])('a note is told once, also when it is %s', async (outcome) => {
  const { recorder, clock, seen } = setUp(async () => outcome)
  recorder.record(note('k'))
  recorder.record(note('k'))
  await clock.advance(60_000)
  recorder.record(note('k'))
  await clock.advance(60_000)
  expect(seen).toEqual({ posted: [nameOf('k')], messages: ['not there'], dropped: 0 })
})

test('a note waits a second, and is told in its last words', async () => {
  const { recorder, clock, seen } = setUp()
  recorder.record({ ...note('k'), message: 'said too early' })
  await clock.advance(settled - 1)
  expect(seen.posted).toEqual([])
  recorder.record({ ...note('k'), message: 'right' })
  await clock.advance(1)
  expect(seen.messages).toEqual(['right'])
  recorder.record({ ...note('k'), message: 'too late' })
  await clock.advance(60_000)
  expect(seen.messages).toEqual(['right'])
})

test('what the watch shows is not told again, until it has expired', async () => {
  const { recorder, clock, seen } = setUp()
  recorder.known(nameOf('k'))
  recorder.record(note('k'))
  await clock.advance(settled)
  expect(seen.posted).toEqual([])
  recorder.forgotten(nameOf('k'))
  recorder.record(note('k'))
  await clock.advance(settled)
  expect(seen.posted).toEqual([nameOf('k')])
})

test('what the watch shows while it waits is not told', async () => {
  const { recorder, clock, seen } = setUp()
  recorder.record(note('k'))
  recorder.known(nameOf('k'))
  await clock.advance(settled)
  expect(seen.posted).toEqual([])
})

test('what could not be posted is counted, and told when it comes up again', async () => {
  let reachable = false
  const { recorder, clock, seen } = setUp(async () => {
    if (!reachable) throw new Error('no connection')
    return 'created'
  })
  recorder.record(note('k'))
  await clock.advance(settled)
  expect(seen.dropped).toBe(1)
  reachable = true
  recorder.record(note('k'))
  await clock.advance(settled)
  recorder.record(note('k'))
  await clock.advance(settled)
  expect(seen).toMatchObject({ posted: [nameOf('k'), nameOf('k')], dropped: 1 })
})

describe('the rate', () => {
  test('a hundred at once, then ten a second, in order', async () => {
    const { clock, seen, record } = setUp()
    record(130)
    await clock.advance(settled)
    expect(seen.posted).toHaveLength(100)
    await clock.advance(1_000)
    expect(seen.posted).toHaveLength(110)
    await clock.advance(2_000)
    expect(seen.posted).toEqual(Array.from({ length: 130 }, (_, number) => nameOf(`k${number}`)))
    expect(clock.timers).toBe(0)
  })

  test('saves up no more than the hundred', async () => {
    const { clock, seen, record } = setUp()
    record(100)
    await clock.advance(3_600_000)
    record(150, 100)
    await clock.advance(settled)
    expect(seen.posted).toHaveLength(200)
  })

  test('a thousand wait, the rest is dropped and counted', () => {
    const { seen, record } = setUp()
    record(1_005)
    expect(seen).toMatchObject({ posted: [], dropped: 5 })
  })
})

test('nothing is told, and no timer runs, after the end', async () => {
  const { recorder, clock, seen, record } = setUp()
  record(120)
  await clock.advance(settled)
  recorder.stop()
  recorder.record(note('late'))
  await clock.advance(60_000)
  expect(seen.posted).toHaveLength(100)
  expect(clock.timers).toBe(0)
})
