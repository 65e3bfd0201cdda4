import { writeFileSync } from 'node:fs'
import type { Explanation } from '../../../../src/cli/explain/explanation.ts'
import { startApiServer, type ApiServer } from '../../../support/apiserver/index.ts'
import { pullSecret, robot } from '../audit/manifests.ts'
import { folder, run } from '../process.ts'
import { conformity } from '../schemas.ts'

const image = 'ghcr.io/acme/app:1'

/** The last failure is of just now, so that the next try is still to come. */
const now = Math.floor(Date.now() / 1000)
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
const denied = `failed to resolve reference "${image}": unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 403 Forbidden`
const labels = { app: 'web', 'pod-template-hash': '6d4b75cb6d' }

const spec = {
  runtimeClassName: 'kata',
  nodeSelector: { zone: 'a' },
  imagePullSecrets: [{ name: 'regcred' }, { name: 'gone' }, { name: 'plain' }],
  terminationGracePeriodSeconds: 60,
  containers: [
    {
      name: 'app',
      image,
      imagePullPolicy: 'IfNotPresent',
      lifecycle: { preStop: { exec: { command: ['sleep', '55'] } } },
      env: [
        { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'plain', key: 'password' } } },
        { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
        { name: 'GREETING', value: 'hello $(NAMESPACE)' },
        { name: 'LOST', valueFrom: { configMapKeyRef: { name: 'settings', key: 'none' } } },
      ],
    },
  ],
}

const node = (name: string, architecture: string, zone: string) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { zone } },
  status: {
    nodeInfo: { operatingSystem: 'linux', architecture, kubeletVersion: 'v1.36.3' },
    runtimeHandlers: [{ name: '' }, ...(zone === 'a' ? [{ name: 'kata' }] : [])],
  },
})

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-6d4b75cb6d-x7x9k',
    namespace: 'team',
    uid: 'pod-1',
    creationTimestamp: '2026-11-24T09:00:00Z',
    labels,
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-6d4b75cb6d', uid: 'rs-1', controller: true },
    ],
  },
  spec: { ...spec, nodeName: 'n1', serviceAccountName: 'default', overhead: { memory: '120Mi' } },
  status: {
    phase: 'Pending',
    containerStatuses: [
      {
        name: 'app',
        state: {
          waiting: {
            reason: 'ImagePullBackOff',
            message: `Back-off pulling image "${image}": ErrImagePull: ${denied}`,
          },
        },
      },
    ],
  },
}

const objects: readonly object[] = [
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: 'team', uid: 'sa', resourceVersion: '1' },
  },
  pullSecret(
    'regcred',
    { 'quay.io': robot, 'ghcr.io/acme': robot },
    { metadata: { name: 'regcred', namespace: 'team', uid: 's1', resourceVersion: '1' } },
  ),
  {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { name: 'plain', namespace: 'team', uid: 's2' },
    data: { password: 'c2VjcmV0LXdvcmQ=' },
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'team' }, data: { level: 'debug' } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db', namespace: 'team' },
    spec: { clusterIP: '10.0.0.7', ports: [{ port: 5432 }] },
  },
  {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: 'kata' },
    handler: 'kata',
    scheduling: { nodeSelector: { sandbox: 'kata' } },
    overhead: { podFixed: { memory: '120Mi' } },
  },
  node('n1', 'arm64', 'a'),
  node('n2', 'amd64', 'b'),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'team', uid: 'd-1' },
    spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec } },
  },
  pod,
  {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e1', namespace: 'team' },
    type: 'Warning',
    reason: 'Failed',
    message: `Failed to pull image "${image}": ${denied}`,
    involvedObject: {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: 'team',
      name: 'web-6d4b75cb6d-x7x9k',
      uid: 'pod-1',
      fieldPath: 'spec.containers{app}',
    },
    firstTimestamp: iso(now - 1800),
    lastTimestamp: iso(now),
  },
]

let server: ApiServer
const files = folder({ 'dump.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) })
beforeAll(async () => {
  server = await startApiServer({ https: true })
  writeFileSync(files.of('kubeconfig'), server.kubeconfig())
  server.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })
  server.store.seed(JSON.parse(JSON.stringify(objects)))
})
afterAll(async () => {
  files.remove()
  await server.close()
})

const schemaErrors = conformity('explanation')

const inCluster = (...args: readonly string[]) =>
  run(['explain', ...args, '-n', 'team', '--kubeconfig', files.of('kubeconfig')])

const explained = async (...args: readonly string[]) => {
  const { status, stdout, stderr } = await inCluster(...args, '-o', 'json')
  const answer: Explanation = JSON.parse(stdout)
  expect(schemaErrors(answer)).toEqual([])
  return { status, answer, stderr }
}

test('a pod: everything of its container, in order', async () => {
  const { status, answer, stderr } = await explained('pod/web-6d4b75cb6d-x7x9k')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(answer.object).toEqual({ apiVersion: 'v1', kind: 'Pod', namespace: 'team', name: 'web-6d4b75cb6d-x7x9k' })
  expect(answer.containers).toEqual([
    {
      name: 'app',
      role: 'regular',
      image: { text: image, registry: 'ghcr.io', repository: 'acme/app', tag: '1', implied: [] },
      pullPolicy: {
        policy: 'IfNotPresent',
        origin: 'WrittenOrDefaulted',
        because: expect.any(String),
        nextStart: 'PullIfAbsent',
        effect: expect.stringContaining('only if the node does not have it'),
      },
      credentials: {
        tries: [{ secret: 'regcred', key: 'ghcr.io/acme' }],
        notTried: [{ secret: 'regcred', key: 'quay.io', because: expect.any(String) }],
        unusable: [
          { secret: 'gone', because: expect.stringContaining('does not exist') },
          { secret: 'plain', because: expect.stringContaining('type Opaque') },
        ],
        policies: [],
        also: [expect.stringContaining("the node's own credentials")],
      },
      platforms: { needed: [{ platform: 'linux/arm64', nodes: ['n1'] }] },
      runtimeClass: {
        name: 'kata',
        handler: 'kata',
        nodeSelector: { zone: 'a', sandbox: 'kata' },
        tolerations: [],
        overhead: { memory: '120Mi' },
        nodes: { having: ['n1'], lacking: ['n2'], unknown: [] },
        problems: [],
      },
      lifecycle: {
        starting: ['the entrypoint starts, and the container is Running'],
        stopping: expect.arrayContaining([expect.stringContaining('5 s are left')]),
      },
      environment: {
        hostname: 'web-6d4b75cb6d-x7x9k',
        variables: expect.arrayContaining([
          {
            name: 'NAMESPACE',
            value: 'team',
            state: 'known',
            from: { kind: 'field', path: 'metadata.namespace' },
            replaces: [],
          },
          { name: 'PASSWORD', state: 'secret', from: { kind: 'secret', name: 'plain', key: 'password' }, replaces: [] },
          {
            name: 'LEVEL',
            value: 'debug',
            state: 'known',
            from: { kind: 'configMap', name: 'settings', key: 'level' },
            replaces: [],
          },
          { name: 'GREETING', value: 'hello team', state: 'known', from: { kind: 'env' }, replaces: [] },
          { name: 'DB_SERVICE_HOST', value: '10.0.0.7', state: 'known', from: { kind: 'service' }, replaces: [] },
        ]),
        servicesUnread: false,
        problems: ['LOST: ConfigMap settings has no key none'],
      },
      failures: [
        {
          cause: 'PullSecretWrongType',
          message: expect.stringContaining('team/plain is of type Opaque'),
          remedy: expect.any(String),
          text: expect.stringContaining('403 Forbidden'),
          pods: 1,
          since: '2026-11-24T09:00:00Z',
          backOff: [10, 20, 40, 80, 160, 300],
          nextTry: { earliest: iso(now + 300), latest: iso(now + 315) },
        },
      ],
    },
  ])
})

test('a Deployment: its template, with what fails in its pods', async () => {
  const { status, answer } = await explained('deploy/web')
  expect(status).toBe(0)
  expect(answer).toMatchObject({
    object: { kind: 'Deployment', name: 'web' },
    pods: 1,
    containers: [
      {
        platforms: { needed: [{ platform: 'linux/arm64', nodes: ['n1'] }] },
        environment: { hostname: 'web-<id>' },
        failures: [{ cause: 'PullSecretWrongType', pods: 1 }],
      },
    ],
  })
})

test('a try that should have come by now is not foretold: kubelet has told of too much already', async () => {
  const name = { namespace: 'team', name: 'e1' }
  const past = { firstTimestamp: iso(now - 7200), lastTimestamp: iso(now - 3600) }
  server.store.patch('events', name, past)
  const { answer } = await explained('deploy/web')
  server.store.patch('events', name, { firstTimestamp: iso(now - 1800), lastTimestamp: iso(now) })
  expect(answer.containers[0]?.failures[0]).toMatchObject({ backOff: [10, 20, 40, 80, 160, 300] })
  expect(answer.containers[0]?.failures[0]).not.toHaveProperty('nextTry')
})

test('a CronJob: what fails in the pods of its Jobs, and of no other', async () => {
  const owner = (kind: string, name: string, uid: string) => ({
    apiVersion: 'batch/v1',
    kind,
    name,
    uid,
    controller: true,
  })
  const job = {
    metadata: { namespace: 'team', name: 'tick-1', uid: 'j1', ownerReferences: [owner('CronJob', 'tick', 'c1')] },
  }
  const items = [
    ...objects,
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tick', namespace: 'team', uid: 'c1' },
      spec: { jobTemplate: { spec: { template: { spec } } } },
    },
    { apiVersion: 'batch/v1', kind: 'Job', ...job, spec: { template: { spec } } },
    {
      ...pod,
      metadata: { ...pod.metadata, name: 'tick-1-x', uid: 'pod-2', ownerReferences: [owner('Job', 'tick-1', 'j1')] },
    },
  ]
  const { status, stdout } = await run(['explain', 'cj/tick', '-n', 'team', '-f', '-', '-o', 'json'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  })
  expect(status).toBe(0)
  expect(schemaErrors(JSON.parse(stdout))).toEqual([])
  expect(JSON.parse(stdout)).toMatchObject({
    pods: 1,
    containers: [{ failures: [{ cause: 'PullSecretWrongType', pods: 1 }] }],
  })
})

test('for people, every section has its heading, and no secret is shown', async () => {
  const { stdout } = await inCluster('deploy', 'web')
  const headings = [...stdout.matchAll(/^ {2}(\S.*)$/gm)].map(([, heading]) => heading)
  expect(headings).toEqual([
    'Image',
    'Pull policy',
    'Credentials',
    'Platforms',
    'RuntimeClass',
    'Lifecycle',
    'Environment',
    'Failure',
  ])
  expect(stdout).not.toMatch(/secret-word|s3cret-word/)
  expect(stdout).toContain(`the next try comes between ${iso(now + 300)} and`)
})

test('nothing is written', async () => {
  const before = server.revision()
  await inCluster('deploy/web')
  expect(server.revision()).toBe(before)
})

test('what one may not read is said, and the rest is told', async () => {
  const allow = ['secrets', 'nodes', 'services', 'configmaps', 'events', 'runtimeclasses', 'serviceaccounts'].map(
    (resource) => server.access.deny({ resource }),
  )
  const { status, answer, stderr } = await explained('pod/web-6d4b75cb6d-x7x9k')
  for (const each of allow) each()
  expect(status).toBe(0)
  expect(answer.containers).toMatchObject([
    {
      image: { repository: 'acme/app' },
      credentials: {
        tries: [],
        unusable: ['regcred', 'gone', 'plain'].map((secret) => ({ secret, because: 'it is not known here' })),
      },
      platforms: { needed: [], note: 'which nodes there are is not known here' },
      runtimeClass: { name: 'kata', problems: ['what it says is not known here'] },
      environment: { servicesUnread: true },
      failures: [{ cause: 'Forbidden' }],
    },
  ])
  for (const what of [
    'Secret regcred',
    'nodes',
    'services',
    'ConfigMap settings',
    'events',
    'RuntimeClass kata',
    'ServiceAccount default',
  ]) {
    expect(stderr).toContain(`pullkeeper: not read: ${what}: Forbidden: `)
  }
})

test('from a dump the answer is that of the cluster', async () => {
  const [fromDump, fromCluster] = await Promise.all([
    run(['explain', 'deploy/web', 'pod/web-6d4b75cb6d-x7x9k', '-n', 'team', '-f', files.of('dump.json'), '-o', 'json']),
    inCluster('deploy/web', 'pod/web-6d4b75cb6d-x7x9k', '-o', 'json'),
  ])
  expect(fromDump).toEqual(fromCluster)
  expect(schemaErrors(JSON.parse(fromDump.stdout))).toEqual([])
  expect(JSON.parse(fromDump.stdout)).toMatchObject({
    kind: 'ExplanationList',
    items: [{ kind: 'Explanation' }, { kind: 'Explanation' }],
  })
})

test.each`
  args               | says
  ${['pod/nowhere']} | ${/^pullkeeper: there is no Pod team\/nowhere\n$/}
  ${['web']}         | ${/expected KIND\/NAME, not "web"/}
  ${['svc/web']}     | ${/"svc" is no kind that starts containers: use pod, deploy/}
  ${[]}              | ${/missing required argument 'object'/}
`('$args: 2', async ({ args, says }: { args: readonly string[]; says: RegExp }) => {
  const { status, stderr } = await inCluster(...args)
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(says) })
})

test('one that is not there does not hide another', async () => {
  const { status, stdout } = await inCluster('pod/nowhere', 'deploy/web')
  expect(status).toBe(2)
  expect(stdout).toMatch(/^Deployment team\/web \(1 pod\)\n/)
})
