import { test as prop, fc } from '@fast-check/jest'
import { diagnosePod } from '../../../../src/domain/failure/diagnose.ts'
import { maxFindingMessage } from '../../../../src/domain/failure/toFinding.ts'
import { aPodEvent } from '../../../support/builders/event.ts'
import { aContainer, aPod, aWaitingPod } from '../../../support/builders/pod.ts'
import { aPullSecret } from '../../../support/builders/secret.ts'
import { aWorld } from '../../../support/builders/world.ts'
import { everySample as samples } from './samples/all.ts'
import { image, resolving } from './samples/wrap.ts'

const notFound = resolving(`${image}: not found`, 'NotFound')
const backOff = `Back-off pulling image "${image}"`
const emptyWorld = aWorld()

const causes = (...args: Parameters<typeof diagnosePod>) => diagnosePod(...args).map(({ cause }) => cause)

const mustNotBeAsked = (): never => {
  throw new Error('asked')
}

const bothWait = (message: string) =>
  ['app', 'side'].map((container) => ({ container, reason: 'ErrImagePull', message }))

describe('no finding', () => {
  test.each([
    ['nothing waits', aPod()],
    ['it is being deleted', aWaitingPod('ErrImagePull', notFound, { deleting: true })],
    ['it has ended', aWaitingPod('ErrImagePull', notFound, { phase: 'Failed' })],
    ['it starts', aWaitingPod('ContainerCreating', '')],
    ['it crashes', aWaitingPod('CrashLoopBackOff', 'back-off 5m0s restarting failed container=app pod=web')],
    ['its configuration is missing', aWaitingPod('CreateContainerConfigError', 'secret "db" not found')],
    ['an error that is not about images', aWaitingPod('some error text', 'some error text')],
  ])('when %s', (_, pod) => {
    expect(diagnosePod(pod, emptyWorld)).toEqual([])
  })

  test('on a pod that runs well beside a missing pull secret', () => {
    const pod = aPod({ phase: 'Running', hasRun: true, imagePullSecrets: ['gone'] })
    const warning = aPodEvent(pod, {
      reason: 'FailedToRetrieveImagePullSecret',
      message: 'Unable to retrieve some image pull secrets (gone); attempting to pull the image may not succeed.',
    })
    expect(diagnosePod(pod, aWorld({ events: [warning] }))).toEqual([])
  })

  test('asks the cluster nothing while nothing waits', () => {
    expect(diagnosePod(aPod(), { ...emptyWorld, eventsOf: mustNotBeAsked })).toEqual([])
  })
})

describe('where the cause is told', () => {
  test('in the waiting message', () => {
    expect(diagnosePod(aWaitingPod('ErrImagePull', notFound), emptyWorld)).toMatchObject([
      {
        part: { kind: 'container', name: 'app' },
        image,
        cause: 'ImageNotFound',
        failure: { class: 'ImageNotFound', reason: 'Manifest' },
      },
    ])
  })

  test('behind the back-off, from kubelet 1.32', () => {
    expect(causes(aWaitingPod('ImagePullBackOff', `${backOff}: ErrImagePull: ${notFound}`), emptyWorld)).toEqual([
      'ImageNotFound',
    ])
  })

  describe('in the Event before the back-off, up to kubelet 1.31', () => {
    const pod = aWaitingPod('ImagePullBackOff', backOff)
    const failed = aPodEvent(pod, {
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${notFound}`,
      container: 'app',
    })
    const noise = [
      aPodEvent(pod, {
        reason: 'Failed',
        message: 'Error: ImagePullBackOff',
        container: 'app',
        lastSeen: 1_700_000_200,
      }),
      aPodEvent(pod, { reason: 'BackOff', message: backOff, container: 'app', lastSeen: 1_700_000_300 }),
    ]
    const later = aPodEvent(pod, {
      reason: 'Failed',
      message: `(combined from similar events): Failed to pull image "${image}": rpc error: code = Unknown desc = pull QPS exceeded`,
      container: 'app',
      lastSeen: 1_700_000_150,
    })
    const ofAnother = { ...later, involved: { ...later.involved, container: 'other' } }

    test.each([
      ['alone', [failed], 'ImageNotFound'],
      ['among others', [failed, ...noise], 'ImageNotFound'],
      ['the newest', [failed, later], 'KubeletPullThrottled'],
      ['not another container’s', [failed, ofAnother], 'ImageNotFound'],
      ['gone by now', noise, 'Unknown'],
    ])('%s', (_, events, cause) => {
      expect(causes(pod, aWorld({ events }))).toEqual([cause])
      expect(causes(pod, aWorld({ events: events.toReversed() }))).toEqual([cause])
    })
  })

  test('in the waiting reason itself, on kubelet 1.36', () => {
    const pod = aWaitingPod('illegal base64 data at input byte 0', 'illegal base64 data at input byte 0', {
      imagePullSecrets: ['good', 'bad'],
    })
    const secrets = [
      aPullSecret('good', ['ghcr.io']),
      aPullSecret('bad', [], { problem: 'auths["ghcr.io"].auth is not base64' }),
    ]
    const [finding] = diagnosePod(pod, aWorld({ secrets }))
    expect(finding).toMatchObject({ cause: 'PullSecretMalformed' })
    expect(finding?.message).toContain('team/bad')
  })
})

describe('each part by itself', () => {
  test('containers of every role', () => {
    const roles = ['init', 'sidecar', 'regular', 'ephemeral'] as const
    const pod = aPod({
      containers: roles.map((role) => aContainer({ name: role, role })),
      waiting: roles.map((container) => ({ container, reason: 'ErrImagePull', message: notFound })),
    })
    expect(diagnosePod(pod, emptyWorld).map(({ part }) => part.kind === 'container' && part.name)).toEqual(roles)
  })

  test('only those that fail', () => {
    const pod = aPod({
      phase: 'Running',
      containers: [aContainer({ name: 'ok' }), aContainer({ name: 'app' }), aContainer({ name: 'later' })],
      waiting: [
        { container: 'app', reason: 'ErrImagePull', message: notFound },
        { container: 'later', reason: 'PodInitializing', message: '' },
      ],
    })
    expect(diagnosePod(pod, emptyWorld).map(({ part }) => part)).toEqual([{ kind: 'container', name: 'app' }])
  })

  describe('an image volume, which makes the containers that mount it wait', () => {
    const model = 'ghcr.io/acme/model'
    const volume = { name: 'model', reference: model, pullPolicy: 'IfNotPresent' } as const
    const containers = [aContainer({ name: 'app' }), aContainer({ name: 'side' })]
    const failed = resolving(`${model}:latest: not found`, 'NotFound', `${model}:latest`)

    test('named by the message: one finding', () => {
      const pod = aPod({ containers, imageVolumes: [volume], waiting: bothWait(failed) })
      expect(diagnosePod(pod, emptyWorld)).toMatchObject([
        { part: { kind: 'volume', name: 'model' }, image: model, cause: 'ImageNotFound' },
      ])
    })

    test("named by the pod's Event alone", () => {
      const pod = aPod({ containers, imageVolumes: [volume], waiting: bothWait('pull QPS exceeded') })
      const event = aPodEvent(pod, {
        reason: 'Failed',
        message: `Failed to pull image "${model}:latest": pull QPS exceeded`,
      })
      expect(diagnosePod(pod, aWorld({ events: [event] }))).toMatchObject([
        { part: { kind: 'volume', name: 'model' }, cause: 'KubeletPullThrottled' },
      ])
    })

    test("is not blamed for a container's own image", () => {
      const pod = aPod({ containers, imageVolumes: [volume], waiting: bothWait(notFound) })
      expect(diagnosePod(pod, emptyWorld).map(({ part }) => part.kind)).toEqual(['container', 'container'])
    })
  })
})

describe('messages', () => {
  const everySample = samples.map((sample) => ({
    ...sample,
    pod: aWaitingPod(sample.waitingReason ?? 'ErrImagePull', sample.message, {
      containers: [aContainer({ image: sample.image ?? image })],
    }),
  }))

  test.each(everySample)('is short, and the same for every pod and try: $says $reason $message', ({ pod }) => {
    for (const { message } of diagnosePod(pod, emptyWorld)) {
      expect(message.length).toBeLessThanOrEqual(maxFindingMessage)
      expect(message).not.toMatch(/web-6d4b75cb6d|pod-uid|sha256:[0-9a-f]|\d+\.\d+\.\d+\.\d+|sig=|undefined/)
      expect(message).toMatch(/[.)]$/)
    }
  })

  test('an unknown cause is told as it is, without what changes', () => {
    const [finding] = diagnosePod(
      aWaitingPod(
        'ErrImagePull',
        'new trouble at 10.0.0.7:4431 after 3.2s, request 5e2f1c9a-0000-4000-8000-1234567890ab, token=abc123',
      ),
      emptyWorld,
    )
    expect(finding?.message).toContain('new trouble at <ip> after <duration>, request <id>, token=<redacted>')
    expect(finding?.text).toContain('new trouble at 10.0.0.7:4431')
    expect(finding?.text).not.toContain('abc123')
  })

  const brick = fc.constantFrom(
    '"',
    '[',
    ', ',
    'denied: ',
    ': not found',
    ' 401 ',
    image,
    'x',
    '\n',
    ' Bearer abc123456 ',
    'é😀',
  )
  prop.prop([fc.array(brick, { maxLength: 200 })])('whatever is said, it is short and on one line', (parts) => {
    for (const { message } of diagnosePod(aWaitingPod('ErrImagePull', parts.join('')), emptyWorld)) {
      expect(message.length).toBeLessThanOrEqual(maxFindingMessage)
      expect(message).not.toMatch(/\n|abc123456/)
      expect(message).toMatch(/ \(docs\/causes\.md#[a-z]+\)$/)
    }
  })
})
