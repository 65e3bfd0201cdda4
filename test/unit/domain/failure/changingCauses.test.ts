import { diagnosePod } from '../../../../src/domain/failure/diagnose.ts'
import { aPodEvent } from '../../../support/builders/event.ts'
import { aPod, aWaitingPod } from '../../../support/builders/pod.ts'
import { aWorld } from '../../../support/builders/world.ts'
import { image, resolving } from './samples/wrap.ts'
import { denied, head } from './wholePods.ts'

describe('what was told replaces what was told before', () => {
  const pod = aWaitingPod('ImagePullBackOff', `Back-off pulling image "${image}"`)
  const at = (lastSeen: number, text: string) =>
    aPodEvent(pod, {
      reason: 'Failed',
      message: `Failed to pull image "${image}": ${text}`,
      container: 'app',
      lastSeen,
      name: `e${lastSeen}`,
    })
  const story = [
    at(1, resolving(`${head}dial tcp: lookup ghcr.io: no such host`)),
    at(2, resolving('unexpected status from HEAD request to https://ghcr.io/v2/: 503 Service Unavailable')),
    at(3, resolving(`${image}: not found`, 'NotFound')),
  ]

  test.each([
    [1, 'DNSFailure'],
    [2, 'RegistryServerError'],
    [3, 'ImageNotFound'],
  ])('after %s Events: %s', (count, cause) => {
    expect(diagnosePod(pod, aWorld({ events: story.slice(0, count) })).map((finding) => finding.cause)).toEqual([cause])
  })

  test('and a waiting message that says a cause outweighs every Event', () => {
    const now = aWaitingPod('ErrImagePull', 'pull QPS exceeded')
    expect(diagnosePod(now, aWorld({ events: story }))).toMatchObject([{ cause: 'KubeletPullThrottled' }])
  })

  test('a pod that got well has no finding, whatever its Events say', () => {
    expect(diagnosePod(aPod({ phase: 'Running', hasRun: true }), aWorld({ events: story }))).toEqual([])
  })
})

describe('behind CrashLoopBackOff', () => {
  const crashing = aWaitingPod('CrashLoopBackOff', 'back-off 5m0s restarting failed container=app', { hasRun: true })
  const failed = (message: string, lastSeen: number) =>
    aPodEvent(crashing, { reason: 'Failed', message, container: 'app', lastSeen, name: `e${lastSeen}` })
  const format = failed(
    'Error: failed to create containerd task: failed to create shim task: OCI runtime create failed: exec /app: exec format error: unknown',
    1,
  )

  test.each([
    ['an image for other machines', [format], ['PlatformMismatch']],
    [
      'another failure since',
      [format, failed('Error: failed to create containerd task: exec: "app": executable file not found in $PATH', 2)],
      [],
    ],
    ['a pull that failed before it ran', [failed(`Failed to pull image "${image}": ${denied}`, 1)], []],
  ])('%s', (_, events, causes) => {
    expect(diagnosePod(crashing, aWorld({ events })).map(({ cause }) => cause)).toEqual(causes)
  })
})
