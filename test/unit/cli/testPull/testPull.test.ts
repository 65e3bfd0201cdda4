import { writeFileSync } from 'node:fs'
import type { PullTestResult } from '../../../../src/cli/testPull/result.ts'
import { startApiServer, type ApiServer } from '../../../support/apiserver/index.ts'
import { kubelet, privateRegistry, type Kubelet } from '../../../support/puppets/index.ts'
import { folder, run, start } from '../process.ts'
import { conformity } from '../schemas.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const label = 'pullkeeper.dev/test-pull'

let server: ApiServer
let kubelets: readonly Kubelet[]
const files = folder({})
beforeAll(async () => {
  server = await startApiServer({ https: true })
  writeFileSync(files.of('kubeconfig'), server.kubeconfig())
  const { store } = server
  store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })
  const auths = { 'ghcr.io/acme': { auth: base64('robot:s3cret-word') } }
  store.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: 'team', name: 'regcred' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': base64(JSON.stringify({ auths })) },
  })
  for (const [name, imagePullSecrets] of [
    ['default', []],
    ['robot', [{ name: 'regcred' }]],
  ] as const) {
    store.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: 'team', name }, imagePullSecrets })
  }
  const access = { url: server.url, token: server.token(), ca: server.certificateAuthority }
  const scenario = privateRegistry([{ prefix: 'ghcr.io/acme', user: 'robot', password: 's3cret-word' }])
  const options = { scenario, backOffMilliseconds: 20, retryMilliseconds: 100 }
  kubelets = [
    kubelet(access, { ...options, name: 'n1', schedules: true }),
    kubelet(access, {
      ...options,
      name: 'n2',
      scenario: ({ image }) => ({
        is: 'pullFails',
        message: `failed to resolve reference "${image}": dial tcp: lookup ghcr.io on 10.0.0.1:53: no such host`,
      }),
    }),
  ]
  await Promise.all(kubelets.map(({ ready }) => ready))
})
afterAll(async () => {
  await Promise.all(kubelets.map((each) => each.stop()))
  files.remove()
  await server.close()
})

const args = (...more: readonly string[]) => [
  'test-pull',
  'ghcr.io/acme/app:1',
  '-n',
  'team',
  '--kubeconfig',
  files.of('kubeconfig'),
  ...more,
]
const testPull = async (...more: readonly string[]) => {
  const { status, stdout, stderr } = await run(args(...more, '-o', 'json'))
  const answer: PullTestResult | undefined = stdout === '' ? undefined : JSON.parse(stdout)
  if (answer !== undefined) expect(conformity('pulltest')(answer)).toEqual([])
  return { status, answer, stderr }
}
const pods = () => server.store.list('pods', { namespace: 'team', labelSelector: label })

/** Waits for what another process does. */
const eventually = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => void setTimeout(resolve, 20))
}

test('with credentials it is pulled: 0, and nothing is left', async () => {
  const { status, answer, stderr } = await testPull('--service-account', 'robot', '--node', 'n1')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(answer).toMatchObject({
    kind: 'PullTest',
    image: 'ghcr.io/acme/app:1',
    serviceAccount: 'robot',
    results: [{ node: 'n1', result: 'Pulled' }],
    summary: { pulled: 1, failed: 0 },
  })
  expect(pods()).toEqual([])
})

test('without, it is not: 1, the cause and what to do', async () => {
  const { status, stdout } = await run(args('--node', 'n1'))
  expect(status).toBe(1)
  expect(stdout).toMatch(
    /^NODE +RESULT +CAUSE\nn1 +Failed +CredentialsNotAttached\n {4}Registry ghcr\.io denied .*\n {4}Fix: .*regcred.*\n$/,
  )
  expect(pods()).toEqual([])
})

test('the scheduler may choose the node', async () => {
  expect((await testPull('--service-account', 'robot')).answer?.results).toMatchObject([
    { node: 'n1', result: 'Pulled' },
  ])
})

test('on each node: each has its own result', async () => {
  const { status, answer } = await testPull('--service-account', 'robot', '--each-node')
  expect(status).toBe(1)
  expect(answer?.results).toMatchObject([
    { node: 'n1', result: 'Pulled' },
    { node: 'n2', result: 'Failed', cause: 'DNSFailure' },
  ])
  expect(pods()).toEqual([])
})

test('the pod runs nothing, ends by itself and says whose it is', async () => {
  const made: unknown[] = []
  const stop = server.store.onChange('pods', (change) => void made.push(change))
  await testPull('--service-account', 'robot', '--node', 'n1')
  stop()
  expect(JSON.parse(JSON.stringify(made[0]))).toMatchObject({
    object: {
      metadata: {
        name: expect.stringMatching(/^pullkeeper-test-pull-[0-9a-f]{8}-0$/),
        labels: { 'app.kubernetes.io/managed-by': 'pullkeeper', [label]: expect.stringMatching(/^[0-9a-f]{8}$/) },
      },
      spec: {
        restartPolicy: 'Never',
        activeDeadlineSeconds: 180,
        automountServiceAccountToken: false,
        containers: [{ imagePullPolicy: 'Always', command: [expect.stringContaining('never-run')] }],
      },
    },
  })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s: it cleans up first', async (signal) => {
  // No node of that name: the pod waits for ever.
  const { child, ended } = start(args('--node', 'nowhere'))
  await eventually(() => pods().length === 1)
  child.kill(signal)
  expect(await ended).toEqual({
    status: 130,
    stdout: '',
    stderr: 'pullkeeper: interrupted; the pods of the test are removed\n',
  })
  expect(pods()).toEqual([])
})

test('what a killed run has left is removed by a later one when its deadline is over, and not before', async () => {
  const { child, ended } = start(args('--node', 'nowhere'))
  await eventually(() => pods().length === 1)
  child.kill('SIGKILL')
  await ended
  const [young] = pods()
  expect(young).toMatchObject({ spec: { activeDeadlineSeconds: 180 } })
  const metadata = {
    name: 'old',
    namespace: 'team',
    labels: { [label]: 'abc' },
    creationTimestamp: '2026-01-01T00:00:00Z',
  }
  const spec = { activeDeadlineSeconds: 180, containers: [{ name: 'pull', image: 'x' }] }
  server.store.seed([{ apiVersion: 'v1', kind: 'Pod', metadata, spec, status: { phase: 'Failed' } }])
  await testPull('--service-account', 'robot', '--node', 'n1')
  expect(pods().map(({ metadata: { uid } }) => uid)).toEqual([young?.metadata.uid])
  server.store.delete('pods', { namespace: 'team', name: young?.metadata.name ?? '' })
})

test('a pull that comes to nothing ends with its time', async () => {
  const { status, answer } = await testPull('--node', 'nowhere', '--timeout', '1s')
  expect(status).toBe(1)
  expect(answer?.results).toMatchObject([
    { node: 'nowhere', result: 'TimedOut', message: 'after 1 s the image is still being pulled' },
  ])
  expect(pods()).toEqual([])
})

test('a pod that is refused: 2, and nothing is left', async () => {
  const allow = server.access.deny({ resource: 'pods', verb: 'create' })
  const { status, stderr } = await testPull()
  allow()
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/^pullkeeper: Forbidden: POST /) })
  expect(pods()).toEqual([])
})

test.each`
  more                               | says
  ${['--each-node', '--node', 'n1']} | ${/cannot be used with/}
  ${['--timeout', '2h']}             | ${/expected a time from 1s to 1h/}
  ${['--service-account', 'A']}      | ${/expected the name of an object/}
`('$more: 2', async ({ more, says }: { more: readonly string[]; says: RegExp }) => {
  const { status, stderr } = await run(args(...more))
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(says) })
})

test('an image that is none: 2', async () => {
  const { status, stderr } = await run(['test-pull', 'ghcr.io/Acme'])
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(/"ghcr\.io\/Acme" is no image reference/),
  })
})
