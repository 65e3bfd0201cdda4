import { test as prop, fc } from '@fast-check/jest'
import { maxMessageLength, strip } from '../../../../src/domain/failure/strip.ts'
import { triesIn } from '../../../../src/domain/failure/tries.ts'

describe('a message is layers', () => {
  test.each([
    ['nothing around it', 'ghcr.io/acme/app:1: not found', 'ghcr.io/acme/app:1: not found'],
    ['an event', 'Failed to pull image "a/b:1": rpc error: code = NotFound desc = x: not found', 'x: not found'],
    ['kubelet before 1.32, backing off', 'Back-off pulling image "a/b:1"', ''],
    ['kubelet from 1.32', 'Back-off pulling image "a/b:1": ErrImagePull: pull QPS exceeded', 'pull QPS exceeded'],
    [
      'combined events',
      '(combined from similar events): Failed to pull image "a/b:1": rpc error: code = Unknown desc = boom',
      'boom',
    ],
    ['a field path', 'spec.initContainers{setup}: Failed to pull image "a": boom', 'boom'],
    ['docker', 'rpc error: code = Unknown desc = Error response from daemon: toomanyrequests: x', 'toomanyrequests: x'],
    ['a sandbox', 'Failed to create pod sandbox: rpc error: code = Unknown desc = no runtime', 'no runtime'],
    ['an older sandbox', 'Failed create pod sandbox: rpc error: code = Unknown desc = no runtime', 'no runtime'],
    ['only the reason', 'Error: ErrImagePull', ''],
    [
      'a sync error, quoted',
      'failed to "StartContainer" for "app" with ErrImagePull: "rpc error: code = Unknown desc = failed to resolve reference \\"a/b:1\\": x"',
      'failed to resolve reference "a/b:1": x',
    ],
    [
      'an aggregate of sync errors, quoted twice',
      'Error syncing pod, skipping: failed to "StartContainer" for "app" with ErrImagePull: "\\"a \\\\\\"b\\\\\\" c\\""',
      'a "b" c',
    ],
    ['a quote that was cut off', '"rpc error: code = Unknown desc = boom', 'boom'],
    ['a quoted name at the start stays', '"a/b" is bad: x', '"a/b" is bad: x'],
  ])('%s', (_, message, text) => {
    expect(strip(message)).toBe(text)
  })

  prop.prop([fc.string()])('stripping twice changes nothing', (message) => {
    expect(strip(strip(message))).toBe(strip(message))
  })

  test('reads only so much', () => {
    expect(strip('x'.repeat(maxMessageLength * 2))).toHaveLength(maxMessageLength)
  })
})

describe('several tries', () => {
  const denied =
    'rpc error: code = Unknown desc = failed to pull and unpack image "r/a:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
  const missing = 'rpc error: code = NotFound desc = failed to pull and unpack image "r/a:1": r/a:1: not found'

  test.each([
    ['one', missing, 1],
    ['two, and a comma inside of one', `[${denied}, ${missing}]`, 2],
    ['cut off', `[${denied}, ${missing.slice(0, 60)}`, 2],
    ['with layers around the list', `Failed to pull image "r/a:1": [${denied}, ${missing}]`, 2],
    ['of one kind that is not known', '[weird thing 1, and more, weird thing 2]', 2],
    ['nothing', 'Back-off pulling image "r/a:1"', 0],
  ])('%s', (_, message, count) => {
    expect(triesIn(message)).toHaveLength(count)
  })

  test('each without its layers', () => {
    expect(triesIn(`[${denied}, ${missing}]`).map((text) => text.slice(0, 6))).toEqual(['failed', 'failed'])
  })
})
