import { jest } from '@jest/globals'
import { callPlugin } from '../../../../src/controllers/providers/callPlugin.ts'
import { testPlugin } from '../../../support/plugin/index.ts'
import { aProvider } from '../../plan/credentials/providers/scope.ts'

jest.setTimeout(120_000)

const call = (mode: string, more: { readonly file?: string; readonly signal?: AbortSignal } = {}) =>
  callPlugin(() => ({ PATH: process.env['PATH'] ?? '' }))(
    { ...aProvider(), args: [mode], file: more.file ?? testPlugin },
    'reg.io/app',
    more.signal ?? new AbortController().signal,
  )

describe('a real process is asked', () => {
  test('and answers', async () => {
    expect(await call('answer')).toEqual({
      kind: 'answered',
      response: {
        cacheKeyType: 'Registry',
        cacheMs: 3_600_000,
        entries: [{ key: 'reg.io', credential: { username: 'robot', password: 'canary-token-1' } }],
      },
    })
  })

  test.each`
    mode         | why             | says
    ${'crash'}   | ${'exitStatus'} | ${'it ended with status 3: password=<redacted>'}
    ${'killed'}  | ${'killed'}     | ${'it was ended by SIGTERM'}
    ${'flood'}   | ${'flooded'}    | ${'it wrote more than 1 MiB'}
    ${'garbage'} | ${'malformed'}  | ${'its answer is not JSON'}
    ${'nothing'} | ${'nothing'}    | ${'it has no credentials for reg.io/app'}
  `('and does not: $mode', async ({ mode, why, says }: { mode: string; why: string; says: string }) => {
    const message = `provider ecr gave nothing for reg.io/app: ${says}`
    expect(await call(mode)).toEqual({ kind: 'failed', why, message })
    expect(message).not.toContain('canary')
  })

  test('and is not there', async () => {
    expect(await call('answer', { file: `${testPlugin}.gone` })).toMatchObject({
      why: 'notStarted',
      message: expect.stringContaining('could not be started (ENOENT)'),
    })
  })

  test('and the operator ends meanwhile', async () => {
    const operator = new AbortController()
    const answer = call('sleep', { signal: operator.signal })
    operator.abort()
    expect(await answer).toEqual({ kind: 'aborted' })
  })
})
