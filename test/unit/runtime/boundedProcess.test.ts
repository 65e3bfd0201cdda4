import { jest } from '@jest/globals'
import { setTimeout } from 'node:timers/promises'
import { runBounded, type BoundedProcess } from '../../../src/runtime/boundedProcess.ts'
import { testPlugin } from '../../support/plugin/index.ts'

/** Generous: it is there to end a test that has failed. */
const patienceMs = 60_000
jest.setTimeout(2 * patienceMs)
const env = { PATH: process.env['PATH'] ?? '' }
const request = '{"image":"reg.io/app"}'

const run = (mode: string, more: Partial<BoundedProcess> = {}) =>
  runBounded({
    file: testPlugin,
    args: [mode],
    env,
    stdin: request,
    timeoutMs: patienceMs,
    maxStdoutBytes: 1_048_576,
    maxStderrBytes: 1_024,
    ...more,
  })

const passwordOf = (stdout: string): string => JSON.parse(stdout).auth['reg.io'].password

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const died = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await setTimeout(10)
}

describe('a bounded process', () => {
  test('gets its arguments, its input and its environment, and nothing else', async () => {
    const end = await run('tell', { args: ['tell', 'a b', '$(x)', '; y'], env: { ...env, ONLY: 'this' } })
    expect(end).toMatchObject({ how: 'exited', status: 0, stderr: '' })
    const told = JSON.parse(end.how === 'exited' ? passwordOf(end.stdout) : '')
    expect(told).toEqual({ stdin: request, args: ['a b', '$(x)', '; y'], env: { ...env, ONLY: 'this' }, cwd: '/' })
  })

  test('tells its exit status and what it said', async () => {
    expect(await run('crash')).toMatchObject({
      how: 'exited',
      status: 3,
      stdout: '',
      stderr: expect.stringContaining('it went wrong\n'),
    })
  })

  test('may end without reading its input, however long that is', async () => {
    const end = await run('deaf', { stdin: 'x'.repeat(1_000_000) })
    expect(end).toMatchObject({ how: 'exited', status: 0 })
  })

  test('is killed when it takes too long', async () => {
    expect(await run('sleep', { timeoutMs: 50 })).toEqual({ how: 'timedOut', stderr: '' })
  })

  test('is killed when it says too much', async () => {
    expect(await run('flood')).toEqual({ how: 'flooded', stderr: '' })
  })

  test('what it complains of too much is dropped', async () => {
    const end = await run('chatter')
    expect(end).toMatchObject({ how: 'exited', status: 0 })
    expect(end.how === 'exited' && end.stderr.length).toBe(1_024)
  })

  test('may be killed by somebody else', async () => {
    expect(await run('killed')).toEqual({ how: 'killedByOther', signal: 'SIGTERM', stderr: '' })
  })

  test('ends with its caller', async () => {
    const caller = new AbortController()
    const running = run('sleep', { signal: caller.signal })
    caller.abort()
    expect(await running).toEqual({ how: 'aborted' })
    expect(await run('sleep', { signal: caller.signal })).toEqual({ how: 'aborted' })
  })

  test('leaves no child behind, and is not held up by one that holds its streams', async () => {
    const end = await run('leave')
    expect(end).toMatchObject({ how: 'exited', status: 0 })
    await died(Number(end.how === 'exited' && end.stdout))
  })

  test.each`
    what              | more                                  | code
    ${'no such file'} | ${{ file: `${testPlugin}.gone` }}     | ${'ENOENT'}
    ${'a folder'}     | ${{ file: '/etc' }}                   | ${'EACCES'}
    ${'a long word'}  | ${{ args: ['x'.repeat(10_000_000)] }} | ${'E2BIG'}
  `('$what is not started: $code', async ({ more, code }: { more: Partial<BoundedProcess>; code: string }) => {
    expect(await run('answer', more)).toEqual({ how: 'notStarted', code })
  })
})
