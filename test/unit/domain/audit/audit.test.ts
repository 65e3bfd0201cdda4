import { auditPod } from '../../../../src/domain/audit/audit.ts'
import type { DeclaredContainer, DeclaredPod } from '../../../../src/domain/audit/declaredPod.ts'
import type { KnownRuntimeClass, KnownSecret, Surroundings } from '../../../../src/domain/audit/surroundings.ts'
import { adviceOnEdit } from '../../../../src/domain/audit/edit.ts'
import { auditSecret } from '../../../../src/domain/audit/secretItself.ts'

const container = (given: Partial<DeclaredContainer> = {}): DeclaredContainer => ({
  name: 'app',
  image: 'ghcr.io/acme/app:1',
  lifecycle: {},
  ...given,
})

const pod = (given: Partial<DeclaredPod> = {}): DeclaredPod => ({
  workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'team', name: 'web' },
  live: false,
  admitted: false,
  containers: [container()],
  imageVolumes: [],
  serviceAccountName: 'default',
  imagePullSecrets: [],
  nodeSelector: {},
  tolerations: [],
  gracePeriod: 30,
  ...given,
})

interface Known {
  readonly secrets?: Readonly<Record<string, KnownSecret>>
  readonly account?: readonly string[]
  readonly classes?: Readonly<Record<string, KnownRuntimeClass>>
  readonly nodes?: Surroundings['nodes']
  readonly digests?: readonly string[]
}

const around = ({ secrets, account, classes, nodes = [], digests = [] }: Known = {}): Surroundings => ({
  knowsSecretsIn: () => secrets !== undefined,
  secret: (namespace, name) => (namespace === 'team' ? secrets?.[name] : undefined),
  accountSecrets: () => account,
  knowsRuntimeClasses: classes !== undefined,
  runtimeClass: (name) => classes?.[name],
  nodes,
  digestsOf: () => digests,
})

const advice = (of: DeclaredPod, known: Known = {}) =>
  auditPod(of, around(known)).map(({ severity, cause, part }) =>
    [severity, cause, ...(part === undefined || part.kind === 'pod' ? [] : [part.name])].join(' '),
  )

const ofImage = (image: string, more: Partial<DeclaredContainer> = {}, known: Known = {}) =>
  advice(pod({ containers: [container({ image, ...more })] }), known)

const digest = `sha256:${'a'.repeat(64)}`

test('nothing is said of a plain pod', () => {
  expect(advice(pod())).toEqual([])
})

describe('images', () => {
  test.each`
    image                            | said
    ${'nginx'}                       | ${['warning MutableTag app']}
    ${'ghcr.io/acme/app:latest'}     | ${['warning MutableTag app']}
    ${`nginx:latest@${digest}`}      | ${[]}
    ${`nginx@${digest}`}             | ${[]}
    ${'nginx:latest-1'}              | ${[]}
    ${'ghcr.io/Acme/App:1'}          | ${['error InvalidReference app']}
    ${'ghcr.io/acme/app:{{ .Tag }}'} | ${['error InvalidReference app']}
    ${''}                            | ${['error InvalidReference app']}
  `('$image', ({ image, said }: { image: string; said: readonly string[] }) => {
    expect(ofImage(image)).toEqual(said)
  })

  test('of a volume too', () => {
    expect(advice(pod({ imageVolumes: [{ name: 'model', reference: 'quay.io/acme/model' }] }))).toEqual([
      'warning MutableTag model',
    ])
  })

  test('one tag with several digests', () => {
    expect(ofImage('ghcr.io/acme/app:1', {}, { digests: [digest, 'sha256:b'] })).toEqual([
      'warning TagDigestsDiffer app',
    ])
    expect(ofImage('ghcr.io/acme/app:1', {}, { digests: [digest] })).toEqual([])
  })
})

describe('pull policy', () => {
  test.each`
    image             | policy            | written      | said
    ${'nginx:latest'} | ${'IfNotPresent'} | ${false}     | ${['warning MutableTag app', 'warning StalePullPolicy app']}
    ${'nginx:latest'} | ${'IfNotPresent'} | ${undefined} | ${['warning MutableTag app', 'warning StalePullPolicy app']}
    ${'nginx:latest'} | ${'IfNotPresent'} | ${true}      | ${['warning MutableTag app']}
    ${'nginx:1'}      | ${'Always'}       | ${false}     | ${['warning StalePullPolicy app']}
    ${'nginx:1'}      | ${'Always'}       | ${undefined} | ${[]}
    ${'nginx:1'}      | ${'Always'}       | ${true}      | ${[]}
    ${'nginx:1'}      | ${'IfNotPresent'} | ${false}     | ${[]}
  `('$policy for $image, written: $written', ({ image, policy, written, said }) => {
    expect(ofImage(image, { pullPolicy: policy, ...(written !== undefined && { policyWritten: written }) })).toEqual(
      said,
    )
  })
})

describe('a manifest over what stands in the cluster', () => {
  test.each`
    image                | policy            | standing          | written      | said
    ${'nginx:latest'}    | ${undefined}      | ${'IfNotPresent'} | ${undefined} | ${['StalePullPolicy']}
    ${'nginx:2'}         | ${undefined}      | ${'Always'}       | ${false}     | ${['StalePullPolicy']}
    ${'nginx:2'}         | ${undefined}      | ${'Always'}       | ${true}      | ${[]}
    ${'nginx:2'}         | ${undefined}      | ${'IfNotPresent'} | ${undefined} | ${[]}
    ${'nginx:latest'}    | ${'IfNotPresent'} | ${'IfNotPresent'} | ${undefined} | ${[]}
    ${'nginx@' + digest} | ${undefined}      | ${'Always'}       | ${undefined} | ${[]}
  `('$policy for $image over $standing', ({ image, policy, standing, written, said }) => {
    const manifest = pod({ containers: [container({ image, ...(policy !== undefined && { pullPolicy: policy }) })] })
    const before = container({
      image: 'nginx:1',
      pullPolicy: standing,
      ...(written !== undefined && { policyWritten: written }),
    })
    const live = pod({ live: true, containers: [before] })
    expect(adviceOnEdit(manifest, live).map(({ cause }) => cause)).toEqual(said)
    expect(adviceOnEdit(manifest, pod({ live: true, containers: [] }))).toEqual([])
  })
})

describe('pull secrets', () => {
  const named = pod({ imagePullSecrets: ['regcred'] })
  const fits: KnownSecret = { kind: 'readable', keys: ['ghcr.io/acme'] }
  const other: KnownSecret = { kind: 'readable', keys: ['quay.io'] }
  test.each<[string, DeclaredPod, Known, readonly string[]]>([
    ['it fits', named, { secrets: { regcred: fits } }, []],
    ['nothing is known', named, {}, ['warning PullSecretMissing']],
    ['it does not exist', named, { secrets: {} }, ['error PullSecretMissing']],
    [
      'it does not exist, and another fits',
      pod({ imagePullSecrets: ['regcred', 'ok'] }),
      { secrets: { ok: fits } },
      ['warning PullSecretMissing'],
    ],
    [
      'it does not exist, and the pod is there',
      pod({ imagePullSecrets: ['regcred'], live: true, admitted: true }),
      { secrets: {} },
      ['warning PullSecretMissing'],
    ],
    [
      'it cannot be read',
      named,
      { secrets: { regcred: { kind: 'malformed', problem: 'it is no JSON' } } },
      ['error PullSecretMalformed'],
    ],
    [
      'another type',
      named,
      { secrets: { regcred: { kind: 'otherType', type: 'Opaque' } } },
      ['error PullSecretWrongType'],
    ],
    ['it fits no image', named, { secrets: { regcred: other } }, ['warning PullSecretFitsNoImage']],
    ['it fits no image, but is the account’s', named, { secrets: { regcred: other }, account: ['regcred'] }, []],
    [
      'it fits no image, and may be the account’s',
      pod({ imagePullSecrets: ['regcred'], live: true, admitted: true }),
      { secrets: { regcred: other } },
      [],
    ],
    ['the account’s does not exist', pod(), { secrets: {}, account: ['gone'] }, ['error PullSecretMissing']],
    ['the account’s counts only for a pod without', named, { secrets: { regcred: fits }, account: ['gone'] }, []],
  ])('%s', (_, of, known, said) => {
    expect(advice(of, known)).toEqual(said)
  })

  test.each<[string, KnownSecret, boolean, readonly string[]]>([
    ['readable', fits, true, []],
    [
      'a key that matches nothing',
      { kind: 'readable', keys: ['ghcr.io/Acme', 'quay.io'] },
      true,
      ['warning KeyNeverMatches'],
    ],
    ['malformed and used', { kind: 'malformed', problem: 'it is no JSON' }, true, ['error PullSecretMalformed']],
    ['malformed and not used', { kind: 'malformed', problem: 'it is no JSON' }, false, ['warning PullSecretMalformed']],
    ['another type', { kind: 'otherType', type: 'Opaque' }, true, []],
  ])('the Secret itself: %s', (_, secret, used, said) => {
    expect(auditSecret(secret, used).map(({ severity, cause }) => `${severity} ${cause}`)).toEqual(said)
  })
})

describe('nodes', () => {
  const node = (name: string, architecture: string, runtimeHandlers?: readonly string[]) => ({
    name,
    platform: { os: 'linux', architecture },
    ...(runtimeHandlers !== undefined && { runtimeHandlers }),
  })
  const kata: KnownRuntimeClass = {
    handler: 'kata',
    scheduling: { nodeSelector: { sandbox: 'kata' } },
    overhead: { memory: '120Mi' },
  }
  const withClass = (more: Partial<DeclaredPod> = {}) => pod({ runtimeClassName: 'kata', ...more })
  test.each<[string, DeclaredPod, Known, readonly string[]]>([
    ['a class that is there', withClass(), { classes: { kata } }, []],
    ['classes are not known', withClass(), {}, ['warning RuntimeClassNotFound']],
    ['a class that is not there', withClass(), { classes: {} }, ['error RuntimeClassNotFound']],
    ['the same selector', withClass({ nodeSelector: { sandbox: 'kata', a: 'b' } }), { classes: { kata } }, []],
    [
      'another selector',
      withClass({ nodeSelector: { sandbox: 'gvisor' } }),
      { classes: { kata } },
      ['error RuntimeClassConflict'],
    ],
    ['the same overhead', withClass({ overhead: { memory: '122880Ki' } }), { classes: { kata } }, []],
    [
      'another overhead',
      withClass({ overhead: { memory: '1Mi' } }),
      { classes: { kata } },
      ['error RuntimeClassConflict'],
    ],
    ['overhead by hand', pod({ overhead: { cpu: 1 } }), {}, ['error RuntimeClassConflict']],
    [
      'a handler somewhere',
      withClass(),
      { classes: { kata }, nodes: [node('a', 'amd64', ['runc']), node('b', 'amd64', ['kata'])] },
      [],
    ],
    [
      'a handler nowhere',
      withClass(),
      { classes: { kata }, nodes: [node('a', 'amd64', ['runc'])] },
      ['error RuntimeHandlerMissing'],
    ],
    [
      'nodes that do not tell',
      withClass(),
      { classes: { kata }, nodes: [node('a', 'amd64', ['runc']), node('b', 'amd64')] },
      [],
    ],
    [
      'an architecture that is there',
      pod({ nodeSelector: { 'kubernetes.io/arch': 'arm64' } }),
      { nodes: [node('a', 'arm64')] },
      [],
    ],
    [
      'an architecture that no node has',
      pod({ nodeSelector: { 'kubernetes.io/arch': 'arm64' } }),
      { nodes: [node('a', 'amd64')] },
      ['error PlatformMismatch'],
    ],
    [
      'by affinity',
      pod({ architectures: ['arm64', 's390x'] }),
      { nodes: [node('a', 'amd64')] },
      ['error PlatformMismatch'],
    ],
    ['nodes are not known', pod({ nodeSelector: { 'kubernetes.io/arch': 'arm64' } }), {}, []],
  ])('%s', (_, of, known, said) => {
    expect(advice(of, known)).toEqual(said)
  })

  test('an image named after an architecture that no node has, or that its pod does not ask for', () => {
    const of = (more: Partial<DeclaredPod> = {}) =>
      pod({ containers: [container({ image: 'quay.io/acme/pause-arm64:1' })], ...more })
    expect(advice(of(), { nodes: [node('a', 'amd64')] })).toEqual(['error PlatformMismatch app'])
    expect(advice(of(), { nodes: [node('a', 'amd64'), node('b', 'arm64')] })).toEqual([])
    expect(advice(of({ nodeSelector: { 'kubernetes.io/arch': 'amd64' } }))).toEqual(['error PlatformMismatch app'])
  })
})

describe('hooks', () => {
  const sleep = (seconds: number) => ({ preStop: { exec: { command: ['sleep', String(seconds)] } } })
  test.each<[string, DeclaredContainer['lifecycle'], number, readonly string[]]>([
    ['postStart by tcpSocket', { postStart: { tcpSocket: { port: 80 } } }, 30, ['error HookFailed app']],
    ['preStop by tcpSocket', { preStop: { tcpSocket: { port: 80 } } }, 30, ['warning HookFailed app']],
    ['both by httpGet', { postStart: { httpGet: { port: 80 } }, preStop: { httpGet: { port: 80 } } }, 30, []],
    ['55 of 60 s', sleep(55), 60, ['warning PreStopEatsGracePeriod app']],
    ['60 of 30 s', sleep(60), 30, ['warning PreStopEatsGracePeriod app']],
    ['5 of 30 s', sleep(5), 30, []],
    ['5 of 10 s', sleep(5), 10, []],
    ['200 of 300 s', sleep(200), 300, []],
    ['by the sleep action', { preStop: { sleep: { seconds: 30 } } }, 30, ['warning PreStopEatsGracePeriod app']],
    ['a hook of unknown length', { preStop: { exec: { command: ['/stop'] } } }, 30, []],
    ['no grace', sleep(5), 0, []],
  ])('%s', (_, lifecycle, gracePeriod, said) => {
    expect(advice(pod({ containers: [container({ lifecycle })], gracePeriod }))).toEqual(said)
  })

  test('what is left is told, and how much would do', () => {
    const [found] = auditPod(pod({ containers: [container({ lifecycle: sleep(55) })], gracePeriod: 60 }), around())
    expect(found).toMatchObject({
      message: expect.stringContaining('5 s are left'),
      remedy: 'Set terminationGracePeriodSeconds to 85, or shorten the hook.',
    })
  })
})
