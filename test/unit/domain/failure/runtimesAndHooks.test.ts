import { diagnoseFailedCreate, diagnosePod } from '../../../../src/domain/failure/diagnose.ts'
import { aFailedCreate, aPodEvent } from '../../../support/builders/event.ts'
import { aContainer, aPod, aWaitingPod } from '../../../support/builders/pod.ts'
import { aWorld } from '../../../support/builders/world.ts'

describe('hooks', () => {
  const containers = [aContainer({ postStart: true, preStop: true })]
  const crashing = aWaitingPod('CrashLoopBackOff', 'back-off 10s restarting failed container=app', {
    containers,
    phase: 'Running',
  })
  const hookEvent = (reason: string, container = 'app') =>
    aPodEvent(crashing, { reason, message: 'PostStartHook failed', container })

  test('while the state lasts, and without what the hook printed', () => {
    const message =
      'Exec lifecycle hook ([sh]) for Container "app" in Pod "web" failed - error: , message: "password=hunter2"'
    const [finding] = diagnosePod(aWaitingPod('PostStartHookError', message, { containers }), aWorld())
    expect(finding).toMatchObject({ cause: 'HookFailed', failure: { reason: 'PostStart' } })
    expect(JSON.stringify(finding)).not.toContain('hunter2')
  })

  test.each([
    ['the Event tells behind a crash loop', [hookEvent('FailedPostStartHook')], ['HookFailed']],
    ['not that of another container', [hookEvent('FailedPostStartHook', 'other')], []],
    ['a preStop hook too', [hookEvent('FailedPreStopHook')], ['HookFailed']],
    ['both', [hookEvent('FailedPreStopHook'), hookEvent('FailedPostStartHook')], ['HookFailed']],
    ['a crash is a crash', [], []],
  ])('%s', (_, events, expected) => {
    expect(diagnosePod(crashing, aWorld({ events })).map(({ cause }) => cause)).toEqual(expected)
  })

  test.each([
    ['what ends a container counts', ['FailedPreStopHook', 'FailedPostStartHook'], 'PostStart'],
    ['alone, the other', ['FailedPreStopHook'], 'PreStop'],
  ])('of two hooks that fail, %s', (_, reasons, reason) => {
    const [finding] = diagnosePod(crashing, aWorld({ events: reasons.map((each) => hookEvent(each)) }))
    expect(finding).toMatchObject({ failure: { reason }, text: `Event Failed${reason}Hook` })
  })

  test.each([
    ['it runs', { waiting: [], hasRun: true }],
    ['it is being made', { waiting: [{ container: 'app', reason: 'ContainerCreating', message: '' }] }],
  ])('a preStop hook that failed keeps no container from starting: %s', (_, more) => {
    const events = ['FailedPostStartHook', 'FailedPreStopHook'].map((reason) => hookEvent(reason))
    expect(diagnosePod({ ...crashing, ...more }, aWorld({ events }))).toEqual([])
  })

  test('behind a crash loop a preStop hook is not said to be the reason of it', () => {
    const [finding] = diagnosePod(crashing, aWorld({ events: [hookEvent('FailedPreStopHook')] }))
    expect(finding?.message).toMatch(
      /stopping goes on without the hook.*Why the container is stopped at all, its probes/,
    )
  })

  test('a container without hooks has none that fails', () => {
    const pod = { ...crashing, containers: [aContainer()] }
    const events = ['FailedPostStartHook', 'FailedPreStopHook'].map((reason) => hookEvent(reason))
    expect(diagnosePod(pod, aWorld({ events }))).toEqual([])
  })
})

describe('sandboxes', () => {
  const pod = aWaitingPod('ContainerCreating', '', { runtimeClassName: 'kata' })
  const sandbox = (message: string) =>
    aPodEvent(pod, {
      reason: 'FailedCreatePodSandBox',
      message: `Failed to create pod sandbox: rpc error: code = Unknown desc = ${message}`,
    })
  const noHandler = sandbox('failed to get sandbox runtime: no runtime for "kata-qemu" is configured')
  const node = { name: 'n1', os: 'linux', architecture: 'amd64', kubeletVersion: 'v1.36.3' }

  test('a missing handler', () => {
    const [finding] = diagnosePod(pod, aWorld({ events: [noHandler] }))
    expect(finding).toMatchObject({ part: { kind: 'pod' }, cause: 'RuntimeHandlerMissing' })
    expect(finding).not.toHaveProperty('image')
    expect(finding?.message).toContain('kata-qemu')
  })

  test.each([
    ['a node that reports no handlers proves nothing', [node], 1],
    ['a node that reports others', [{ ...node, runtimeHandlers: ['', 'runc'] }], 1],
    ['a node that has it by now', [{ ...node, runtimeHandlers: ['kata-qemu'] }], 0],
  ])('%s', (_, nodes, count) => {
    expect(diagnosePod(pod, aWorld({ events: [noHandler], nodes }))).toHaveLength(count)
  })

  test('a pause image that cannot be pulled', () => {
    const event = sandbox(
      'failed to get sandbox image "registry.k8s.io/pause:3.9": failed to pull image "registry.k8s.io/pause:3.9": failed to pull and unpack image "registry.k8s.io/pause:3.9": failed to resolve reference "registry.k8s.io/pause:3.9": failed to do request: Head "https://registry.k8s.io/v2/pause/manifests/3.9": dial tcp: lookup registry.k8s.io: no such host',
    )
    expect(diagnosePod(pod, aWorld({ events: [event] }))).toMatchObject([
      { part: { kind: 'pod' }, image: 'registry.k8s.io/pause:3.9', cause: 'DNSFailure' },
    ])
  })

  test('what is none of ours', () => {
    const event = sandbox('failed to setup network for sandbox "1": plugin type="calico" failed (add): timeout')
    expect(diagnosePod(pod, aWorld({ events: [event] }))).toEqual([])
  })

  test('an Event of a container says that the sandbox was made since', () => {
    const pulling = aPodEvent(pod, {
      reason: 'Failed',
      message: 'Error',
      container: 'app',
      lastSeen: noHandler.lastSeen + 1,
    })
    expect(diagnosePod(pod, aWorld({ events: [noHandler, pulling] }))).toEqual([])
  })

  test('so does an image that was pulled', () => {
    expect(diagnosePod({ ...pod, pulled: ['app'] }, aWorld({ events: [noHandler] }))).toEqual([])
  })

  test('a pod that waits for its init containers has a sandbox when one of them runs', () => {
    const started = aPod({
      containers: [aContainer({ name: 'init', role: 'init' }), aContainer()],
      waiting: [{ container: 'app', reason: 'PodInitializing', message: '' }],
    })
    expect(diagnosePod(started, aWorld({ events: [noHandler] }))).toEqual([])
  })
})

describe('an owner that cannot make pods', () => {
  const missing = aFailedCreate(
    'Error creating: pods "web-6d4b75cb6d-" is forbidden: pod rejected: RuntimeClass "kata" not found',
  )
  const kata = { name: 'kata', handler: 'kata', nodeSelector: {} }

  test('for a RuntimeClass that does not exist', () => {
    const [finding] = diagnoseFailedCreate(missing, aWorld())
    expect(finding).toMatchObject({ part: { kind: 'pod' }, cause: 'RuntimeClassNotFound' })
    expect(finding?.message).toContain('RuntimeClass kata,')
  })

  test('not once it exists', () => {
    expect(diagnoseFailedCreate(missing, aWorld({ runtimeClasses: [kata] }))).toEqual([])
  })

  test('for one that wants other nodes', () => {
    const event = aFailedCreate(
      'Error creating: pods "web-" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[disk] = ssd; pod.spec.nodeSelector[disk] = hdd',
    )
    const [finding] = diagnoseFailedCreate(event, aWorld())
    expect(finding?.cause).toBe('RuntimeClassConflict')
    expect(finding?.message).toMatch(/disk=hdd.*disk=ssd/)
  })

  test.each([
    'Error creating: pods "web-" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    'Error creating: pods "web-" is forbidden: error looking up service account team/web: serviceaccount "web" not found',
  ])('not for what is none of ours: %s', (message) => {
    expect(diagnoseFailedCreate(aFailedCreate(message), aWorld())).toEqual([])
  })
})
