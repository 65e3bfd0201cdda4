import { fc, test as prop } from '@fast-check/jest'
import {
  alwaysFails,
  describeHook,
  failsIf,
  hookKind,
  leastSeconds,
  type Hook,
} from '../../../../src/domain/lifecycle/hook.ts'
import { leastToStop, neededGrace, stopTimeline } from '../../../../src/domain/lifecycle/stop.ts'
import { lifecycleStory } from '../../../../src/domain/lifecycle/timeline.ts'

const exec = (...command: readonly string[]): Hook => ({ exec: { command } })

describe('a hook', () => {
  test.each<[Hook, string, string, boolean]>([
    [exec('sh', '-c', 'nginx -s quit'), 'exec', 'exits with another status than 0', false],
    [{ httpGet: { port: 8080, path: '/stop' } }, 'httpGet', '404 and 500 too', false],
    [{ sleep: { seconds: 5 } }, 'sleep', 'ends before', false],
    [{ tcpSocket: { port: 1 } }, 'tcpSocket', 'every time', true],
    [{}, 'none', 'no action', true],
    [{ exec: { command: ['true'] }, tcpSocket: { port: 1 } }, 'exec', 'status', false],
  ])('%j', (hook, kind, fails, always) => {
    expect(hookKind(hook)).toBe(kind)
    expect(failsIf(hook)).toContain(fails)
    expect(alwaysFails(hook)).toBe(always)
  })

  test.each<[Hook, string]>([
    [exec('sh', '-c', 'true'), 'exec sh -c true'],
    [{ httpGet: { port: 'http', path: 'stop' } }, 'GET http://the pod:http/stop'],
    [{ httpGet: { port: 1, scheme: 'HTTPS', host: 'h' } }, 'GET https://h:1/'],
    [{ sleep: { seconds: 5 } }, 'sleep 5 s'],
    [{ tcpSocket: { port: 5432 } }, 'connect to the pod:5432'],
  ])('%j in words', (hook, words) => {
    expect(describeHook(hook)).toBe(words)
  })

  test.each<[Hook, number | undefined]>([
    [{ sleep: { seconds: 20 } }, 20],
    [exec('sleep', '20'), 20],
    [exec('/bin/sleep', '1.5'), 1.5],
    [exec('sh', '-c', 'sleep 20'), 20],
    [exec('/bin/sh', '-ec', 'sleep 20 && nginx -s quit'), 20],
    [exec('bash', '-c', 'sleep 2m; kill 1'), 120],
    [exec('sh', '-c', 'sleep $N'), undefined],
    [exec('sh', '-c', 'nginx -s quit; sleep 5'), undefined],
    [exec('sleeper', '20'), undefined],
    [exec(), undefined],
    [{ httpGet: { port: 1 } }, undefined],
  ])('%j takes at least %s s', (hook, seconds) => {
    expect(leastSeconds(hook)).toBe(seconds)
  })
})

describe('the arithmetic of stopping', () => {
  test.each`
    grace | preStop      | hook         | signalAt | killAt  | toStop | extended
    ${60} | ${55}        | ${'runs'}    | ${55}    | ${60}   | ${5}   | ${false}
    ${30} | ${undefined} | ${'none'}    | ${0}     | ${30}   | ${30}  | ${false}
    ${30} | ${30}        | ${'cut off'} | ${30}    | ${32}   | ${2}   | ${true}
    ${30} | ${100}       | ${'cut off'} | ${30}    | ${32}   | ${2}   | ${true}
    ${30} | ${29}        | ${'runs'}    | ${29}    | ${31}   | ${2}   | ${true}
    ${30} | ${28}        | ${'runs'}    | ${28}    | ${30}   | ${2}   | ${false}
    ${30} | ${28.9}      | ${'runs'}    | ${28.9}  | ${30.9} | ${2}   | ${false}
    ${0}  | ${5}         | ${'skipped'} | ${0}     | ${2}    | ${2}   | ${true}
    ${1}  | ${undefined} | ${'none'}    | ${0}     | ${2}    | ${2}   | ${true}
  `('$preStop s of hook under $grace s', ({ grace, preStop, hook, ...rest }) => {
    expect(stopTimeline({ grace, ...(preStop !== undefined && { preStop }) })).toEqual({ preStop: hook, ...rest })
  })

  const whole = fc.nat({ max: 4000 })
  prop.prop([whole, whole])(
    'there are always 2 s to stop, and never more than 2 s beyond the period',
    (grace, preStop) => {
      const { killAt, signalAt, toStop } = stopTimeline({ grace, preStop })
      expect(toStop).toBeGreaterThanOrEqual(leastToStop)
      expect(killAt - signalAt).toBe(toStop)
      expect(killAt).toBeLessThanOrEqual(grace + leastToStop)
    },
  )

  prop.prop([whole, whole])('the needed period is enough', (preStop, wanted) => {
    const { preStop: hook, toStop } = stopTimeline({ grace: neededGrace(preStop, wanted), preStop })
    expect(hook).toBe('runs')
    expect(toStop).toBeGreaterThanOrEqual(wanted)
  })
})

describe('the life of a container', () => {
  test('without hooks', () => {
    const { starting, stopping, stop } = lifecycleStory({}, 30)
    expect(starting).toEqual(['the entrypoint starts, and the container is Running'])
    expect(stopping).toEqual([
      'after 0 s the container gets TERM; 30 s are left for it to stop',
      'after 30 s what is left of it is killed',
    ])
    expect(stop).toMatchObject({ killAt: 30 })
  })

  test.each<[string, Parameters<typeof lifecycleStory>, readonly string[]]>([
    ['postStart', [{ postStart: exec('true') }, 30], ['exec true', 'in no certain order', 'kills the container']],
    [
      'a preStop that eats the period',
      [{ preStop: { sleep: { seconds: 55 } } }, 60],
      ['counts inside the grace period of 60 s', 'after 55 s the container gets TERM; 5 s are left', 'after 60 s what'],
    ],
    [
      'one that outlives it',
      [{ preStop: exec('sleep', '100') }, 30],
      ['still running', 'after 30 s', 'given beyond the grace period', 'after 32 s'],
    ],
    [
      'one of unknown length',
      [{ preStop: exec('stop.sh') }, 30],
      ['when the hook has ended, or after 30 s', '2 s at least'],
    ],
    ['no grace', [{ preStop: exec('stop.sh') }, 0], ['the grace period is 0: the preStop hook does not run']],
    ['tcpSocket', [{ preStop: { tcpSocket: { port: 1 } } }, 30], ['every time', 'after 0 s']],
    ['a signal of its own', [{ stopSignal: 'SIGUSR1' }, 30], ['gets USR1']],
  ])('with %s', (_, args, words) => {
    const { starting, stopping } = lifecycleStory(...args)
    for (const each of words) expect([...starting, ...stopping].join('\n')).toContain(each)
  })
})
