import { test as prop, fc } from '@fast-check/jest'
import { failureClasses } from '../../../../src/domain/failure/cause.ts'
import { classify } from '../../../../src/domain/failure/classify.ts'
import { rules } from '../../../../src/domain/failure/rules/table.ts'
import { maxMessageLength } from '../../../../src/domain/failure/strip.ts'
import { everySample as samples } from './samples/all.ts'
import { crio, docker, image, resolving, unpacking } from './samples/wrap.ts'

describe('classify', () => {
  test.each(samples.map((sample) => [sample.says, sample.reason ?? '', sample.message, sample] as const))(
    '%s %s: %s',
    (says, reason, message, sample) => {
      const { waitingReason } = sample
      const failure = classify({
        message,
        image: sample.image ?? image,
        ...(waitingReason !== undefined && { waitingReason }),
      })
      expect(`${failure.class} ${failure.reason ?? ''}`).toBe(`${says} ${reason}`)
    },
  )

  test.each(samples.filter(({ message }) => message !== '' && !message.startsWith('Back-off')))(
    'the same behind a back-off and as an Event: $message',
    ({ message, waitingReason = 'ImagePullBackOff', ...sample }) => {
      const said = { image: sample.image ?? image, waitingReason }
      const bare = classify({ ...said, message })
      expect(classify({ ...said, message: `Back-off pulling image "x/y:1": ErrImagePull: ${message}` }).class).toBe(
        bare.class,
      )
      expect(
        classify({ ...said, message: `(combined from similar events): Failed to pull image "x/y:1": ${message}` }),
      ).toEqual(bare)
    },
  )

  test('every class has a sample, and all but Unknown a rule', () => {
    expect(new Set(samples.map(({ says }) => says))).toEqual(new Set(failureClasses))
    expect(new Set(rules.map((rule) => rule.class))).toEqual(
      new Set(failureClasses.filter((each) => each !== 'Unknown')),
    )
  })
})

describe('what looks alike', () => {
  test.each([
    [
      'a tag that is a status',
      resolving('ghcr.io/acme/app:429: not found', 'NotFound', 'ghcr.io/acme/app:429'),
      'ghcr.io/acme/app:429',
      'ImageNotFound',
    ],
    [
      'a repository that is called like a cause',
      resolving('docker.io/acme/toomanyrequests:1: not found', 'NotFound', 'docker.io/acme/toomanyrequests:1'),
      'acme/toomanyrequests:1',
      'ImageNotFound',
    ],
    [
      'an image called x509',
      crio('reading manifest 1 in reg.corp/x509/x509: manifest unknown', 'reg.corp/x509/x509:1'),
      'reg.corp/x509/x509:1',
      'ImageNotFound',
    ],
    [
      'a path of a URL',
      resolving(
        'unexpected status from HEAD request to https://ghcr.io/v2/no-such-host/toomanyrequests/manifests/404: 403 Forbidden',
      ),
      'ghcr.io/acme/app:1',
      'Forbidden',
    ],
    [
      'port 443 beside a failure',
      docker('Get "https://reg.corp:443/v2/": dial tcp 10.0.0.5:443: connect: connection refused'),
      'reg.corp:443/app:1',
      'RegistryUnreachable',
    ],
    [
      'a host that is not found',
      resolving('failed to do request: Head "https://r/v2/": dial tcp: lookup r: no such host'),
      'r.io/a:1',
      'DNSFailure',
    ],
    [
      'a snapshot that is not found',
      unpacking('failed to stat snapshot sha256:aa: not found', 'NotFound'),
      'r.io/a:1',
      'CorruptContent',
    ],
    [
      'an executable that is not found',
      'exec: "app": executable file not found in $PATH: not found',
      'r.io/a:1',
      'Unknown',
    ],
    [
      'a socket that is not found',
      'dial unix /run/containerd/containerd.sock: connect: no such file or directory',
      'r.io/a:1',
      'NodeRuntimeUnavailable',
    ],
    [
      "a container's shim, which is no runtime",
      'failed to create containerd task: dial unix /run/containerd/s/1aab: weird',
      'r.io/a:1',
      'Unknown',
    ],
    [
      "JSON that is not a secret's",
      unpacking("failed to decode index: invalid character '<' looking for beginning of value"),
      'r.io/a:1',
      'Unknown',
    ],
    ['a denied write to the disk', unpacking('mkdir /var/lib/containerd/x: permission denied'), 'r.io/a:1', 'Unknown'],
    ['nothing but not found', 'not found', 'r.io/a:1', 'Unknown'],
  ])('%s', (_, message, ref, says) => {
    expect(classify({ message, image: ref }).class).toBe(says)
  })
})

describe('of several tries, the one that got furthest', () => {
  const denied = resolving(
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  )
  const bad = resolving('failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized')
  const missing = resolving(`${image}: not found`, 'NotFound')
  const limited = resolving('unexpected status from HEAD request to https://ghcr.io/v2/: 429 Too Many Requests')

  test.each([
    ['one may look, and sees nothing', [bad, missing], 'ImageNotFound'],
    ['one logs in, and may not', [bad, denied], 'AccessDeniedOrNotFound'],
    ['one is limited', [denied, limited], 'RateLimited'],
    ['one is not understood', ['rpc error: code = Unknown desc = what?', bad], 'Unauthorized'],
  ])('%s', (_, tries, says) => {
    expect(classify({ message: `[${tries.join(', ')}]`, image }).class).toBe(says)
    expect(classify({ message: `[${tries.toReversed().join(', ')}]`, image }).class).toBe(says)
  })
})

describe('detail', () => {
  test.each([
    ['the host that was looked up', 'dial tcp: lookup auth.corp on 10.0.0.10:53: no such host', { host: 'auth.corp' }],
    ['the host that was spoken to', 'Head "https://mirror.corp:5000/v2/": EOF', { host: 'mirror.corp:5000' }],
    [
      'the status',
      'unexpected status from HEAD request to https://ghcr.io/v2/: 503 Service Unavailable',
      { status: 503 },
    ],
    ['the registry', 'whatever', { registry: 'ghcr.io' }],
  ])('%s', (_, message, detail) => {
    expect(classify({ message, image }).detail).toMatchObject(detail)
  })
})

describe('hostile messages', () => {
  const bricks = [
    '[',
    ', ',
    '"',
    '\\',
    'failed to ',
    'rpc error: ',
    'https://',
    '{',
    ' 429 ',
    'lookup ',
    'x',
    '\n',
    image,
  ]
  prop.prop([fc.array(fc.constantFrom(...bricks), { maxLength: 400 })])('are classified somehow', (parts) => {
    expect(failureClasses).toContain(classify({ message: parts.join(''), image }).class)
  })

  test.each([
    '[',
    '"',
    '\\"',
    '[a, ',
    'https://a/',
    'dial unix /',
    'lookup a',
    'Error: ',
    '"a:',
    'snapshot ',
    'content ',
  ])('a megabyte of %j is cut first', (brick) => {
    const { text } = classify({ message: brick.repeat(1_000_000 / brick.length), image })
    expect(text.length).toBeLessThanOrEqual(maxMessageLength)
  })
})
