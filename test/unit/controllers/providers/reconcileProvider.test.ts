import type { PluginAnswer } from '../../../../src/controllers/providers/callPlugin.ts'
import { createProviders } from '../../../../src/controllers/providers/providers.ts'
import { reconcileProvider } from '../../../../src/controllers/providers/reconcileProvider.ts'
import { aProvider } from '../../plan/credentials/providers/scope.ts'

const minute = 60_000

const answered = (password: string, cacheMs = 10 * minute): PluginAnswer => ({
  kind: 'answered',
  response: {
    cacheKeyType: 'Registry',
    cacheMs,
    entries: [{ key: 'ghcr.io', credential: { username: 'robot', password } }],
  },
})
const failed: PluginAnswer = { kind: 'failed', why: 'timedOut', message: 'no answer' }

const scene = (answers: (image: string, call: number) => PluginAnswer | Promise<PluginAnswer>) => {
  const calls: string[] = []
  const state = { now: 0, wanted: ['ghcr.io/a', 'ghcr.io/b', 'quay.io/c'], changes: 0, imagesKnown: true }
  const providers = createProviders([{ ...aProvider(), file: '/bin/ecr' }])
  const reconcile = reconcileProvider({
    providers,
    wanted: () => state.wanted,
    imagesKnown: () => state.imagesKnown,
    changed: () => {
      state.changes += 1
    },
    call: async (_, image) => answers(image, calls.push(image)),
    reports: { called: () => {} },
    now: () => state.now,
    random: () => 0.5,
  })
  const run = async () => {
    calls.length = 0
    state.changes = 0
    const result = await reconcile('ecr', new AbortController().signal)
    return { result, calls: [...calls], changes: state.changes }
  }
  const passwordOf = (image: string) => providers.scope.answer('ecr', image).grant?.entries[0]?.credential.password
  return { state, providers, run, passwordOf }
}

describe('one provider is kept asked', () => {
  test('once for each registry, and again when that is due', async () => {
    const { state, run, passwordOf } = scene((_, call) => answered(`p${call}`))
    expect(await run()).toEqual({
      result: { kind: 'requeueAfter', ms: minute },
      calls: ['ghcr.io/a', 'quay.io/c'],
      changes: 3,
    })
    expect(passwordOf('ghcr.io/b')).toBe('p1')
    expect(await run()).toMatchObject({ calls: [], changes: 0 })
    state.now = 7 * minute
    expect(await run()).toMatchObject({ calls: ['ghcr.io/a', 'quay.io/c'], changes: 2 })
  })

  test('a clock that was set back makes all of it due: nobody knows when it expires', async () => {
    const { state, run } = scene((_, call) => answered(`p${call}`))
    state.now = 600 * minute
    await run()
    state.now = 0
    expect(await run()).toMatchObject({ calls: ['ghcr.io/a', 'quay.io/c'] })
    expect(await run()).toMatchObject({ calls: [] })
  })

  test('a clock that was set back does not keep a failed call waiting', async () => {
    let broken = true
    const { state, run } = scene(() => (broken ? failed : answered('p')))
    state.wanted = ['ghcr.io/a']
    state.now = 600 * minute
    await run()
    broken = false
    state.now = 0
    expect(await run()).toMatchObject({ calls: ['ghcr.io/a'] })
  })

  test('calls of one answer are never made side by side', async () => {
    let running = 0
    const { run } = scene(async (_, call) => {
      running += 1
      expect(running).toBeLessThanOrEqual(call === 1 ? 1 : 2)
      await Promise.resolve()
      running -= 1
      return answered('p')
    })
    expect((await run()).calls).toHaveLength(2)
  })

  test('a failure waits, longer each time, and the last good credentials stay until they expire', async () => {
    let broken = false
    const { state, providers, run } = scene(() => (broken ? failed : answered('p')))
    state.wanted = ['ghcr.io/a']
    await run()
    broken = true
    state.now = 7 * minute
    const waits = []
    let calls = 0
    for (let looks = 0; looks < 20; looks += 1) {
      const { result, calls: made } = await run()
      calls += made.length
      expect(providers.scope.answer('ecr', 'ghcr.io/a')).toMatchObject({
        failure: 'no answer',
        grant: { expired: false },
      })
      const ms = result.kind === 'requeueAfter' ? result.ms : 0
      waits.push(ms)
      if (state.now + ms >= 10 * minute) break
      state.now += ms
    }
    expect(waits.slice(0, 3)).toEqual([2_000, 4_000, 8_000])
    // After 0, 2, 6, 14, 30, 62 and 126 seconds.
    expect(calls).toBe(7)
    state.now = 10 * minute
    const { changes } = await run()
    expect(changes).toBeGreaterThan(0)
    expect(providers.scope.answer('ecr', 'ghcr.io/a')).toMatchObject({ failure: 'no answer', grant: { expired: true } })
    broken = false
    state.now = 20 * minute
    await run()
    expect(providers.scope.answer('ecr', 'ghcr.io/a')).toMatchObject({ grant: { expired: false } })
    expect(providers.scope.answer('ecr', 'ghcr.io/a')).not.toHaveProperty('failure')
  })

  test('it has not been asked about everything before the images in use are known', async () => {
    const { state, providers, run } = scene(() => answered('p'))
    state.imagesKnown = false
    await run()
    expect(providers.scope.settled('ecr')).toBe(false)
    state.imagesKnown = true
    expect(await run()).toMatchObject({ calls: [], changes: 1 })
    expect(providers.scope.settled('ecr')).toBe(true)
  })

  test('what nobody wants any more is forgotten, and nothing is due', async () => {
    const { state, providers, run } = scene(() => answered('p'))
    await run()
    state.wanted = []
    expect(await run()).toMatchObject({ result: { kind: 'done' }, calls: [] })
    expect(providers.state('ecr').grants.size).toBe(0)
  })

  test('a name that is not configured is nothing to do', async () => {
    const reconcile = reconcileProvider({
      providers: createProviders([]),
      wanted: () => ['ghcr.io/a'],
      imagesKnown: () => true,
      changed: () => {},
      call: () => Promise.reject(new Error('called')),
      reports: { called: () => {} },
      now: () => 0,
      random: () => 0,
    })
    expect(await reconcile('gone', new AbortController().signal)).toEqual({ kind: 'done' })
  })

  test('when the operator ends, what was not answered is not counted as a failure', async () => {
    const operator = new AbortController()
    const providers = createProviders([{ ...aProvider(), file: '/bin/ecr' }])
    const reconcile = reconcileProvider({
      providers,
      wanted: () => ['ghcr.io/a', 'quay.io/b'],
      imagesKnown: () => true,
      changed: () => {},
      call: () => {
        operator.abort()
        return Promise.resolve({ kind: 'aborted' })
      },
      reports: { called: () => {} },
      now: () => 0,
      random: () => 0,
    })
    expect(await reconcile('ecr', operator.signal)).toEqual({ kind: 'done' })
    expect(providers.state('ecr').refusals.size).toBe(0)
  })
})
