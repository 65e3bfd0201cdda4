import { Writable } from 'node:stream'
import { createLogger, type LogFields } from '../../../src/observe/log.ts'
import type { LogLevel } from '../../../src/config/controllerConfig.ts'

const logged = (level: LogLevel, tell: (log: ReturnType<typeof createLogger>) => void): readonly unknown[] => {
  const lines: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      lines.push(...chunk.split('\n').filter(Boolean))
      done()
    },
  })
  tell(createLogger(level, stream))
  return lines.map((line): unknown => JSON.parse(line))
}

test('a line is one JSON object with its time and what it is about', () => {
  const [line] = logged('info', (log) => log.info('Secret written', { namespace: 'shop', name: 'acme', failures: 2 }))
  expect(line).toEqual({
    level: 'info',
    message: 'Secret written',
    namespace: 'shop',
    name: 'acme',
    failures: 2,
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  })
})

test.each`
  level      | heard
  ${'error'} | ${['error']}
  ${'warn'}  | ${['error', 'warn']}
  ${'info'}  | ${['error', 'warn', 'info']}
  ${'debug'} | ${['error', 'warn', 'info', 'debug']}
`('at level $level one hears $heard', ({ level, heard }: { level: LogLevel; heard: readonly string[] }) => {
  const lines = logged(level, (log) => {
    for (const each of ['error', 'warn', 'info', 'debug'] as const) log[each](each)
  })
  expect(lines).toEqual(heard.map((each) => expect.objectContaining({ level: each })))
})

test.each`
  what                          | message                                         | fields
  ${'an auth field'}            | ${'x'}                                          | ${{ auth: 'aHVudGVyMjpodW50ZXIy' }}
  ${'a token field'}            | ${'x'}                                          | ${{ bearerToken: 'aHVudGVyMjpodW50ZXIy' }}
  ${'a field with data'}        | ${'x'}                                          | ${{ dockerConfigJson: 'aHVudGVyMjpodW50ZXIy' }}
  ${'a password in a URL'}      | ${'GET https://bob:hunter2@ghcr.io/v2/'}        | ${{}}
  ${'a signed URL in a reason'} | ${'x'}                                          | ${{ reason: 'https://s3/x?X-Amz-Signature=hunter2' }}
  ${'a docker config'}          | ${'bad: {"auths":{"a":{"password":"hunter2"}}'} | ${{}}
`('$what is not shown', ({ message, fields }: { message: string; fields: LogFields }) => {
  const text = JSON.stringify(logged('info', (log) => log.info(message, fields)))
  expect(text).not.toMatch(/hunter2|aHVudGVy/)
  expect(text).toMatch(/redacted/)
})
