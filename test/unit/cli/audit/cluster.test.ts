import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { FindingList } from '../../../../src/cli/audit/findingList.ts'
import { startApiServer, type ApiServer } from '../../../support/apiserver/index.ts'
import type { JsonObject } from '../../../support/apiserver/json.ts'
import { folder, run } from '../process.ts'
import { deployment, pullSecret, robot, waitingPod } from './manifests.ts'
import { schemaErrors } from './schema.ts'

const denied =
  'failed to resolve reference "ghcr.io/acme/app:1": unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 403 Forbidden'

const crd: JsonObject = parse(
  readFileSync(new URL('../../../../crds/pullkeeper.dev_imagepolicies.yaml', import.meta.url), 'utf8'),
)

let server: ApiServer
let files: ReturnType<typeof folder>
beforeAll(async () => {
  server = await startApiServer({ https: true })
  files = folder({})
  writeFileSync(files.of('kubeconfig'), server.kubeconfig())
  for (const name of ['team', 'shop']) server.store.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  const seed = (...objects: readonly object[]) => server.store.seed(JSON.parse(JSON.stringify(objects)))
  seed(
    { apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'team', name: 'plain' }, type: 'Opaque' },
    pullSecret('regcred', { 'quay.io': robot }),
    deployment({ imagePullSecrets: [{ name: 'plain' }] }, { uid: 'd-1' }),
    deployment({ containers: [{ name: 'a', image: 'nginx' }] }, { uid: 'd-2', namespace: 'shop', name: 'shop' }),
    waitingPod('web-6d4b75cb6d-a', 'ErrImagePull', denied, { imagePullSecrets: [{ name: 'plain' }] }),
  )
})
afterAll(async () => {
  files.remove()
  await server.close()
})

const audit = async (...args: readonly string[]) => {
  const { status, stdout, stderr } = await run(['audit', '--kubeconfig', files.of('kubeconfig'), '-o', 'json', ...args])
  const answer: FindingList = JSON.parse(stdout)
  expect(schemaErrors(answer)).toEqual([])
  const found = answer.items.map(
    ({ severity, workload, cause, pods }) =>
      `${severity} ${workload.namespace}/${workload.kind}/${workload.name} ${cause} ${pods}`,
  )
  return { status, stderr, found, answer }
}

test('all namespaces, and nothing but reads', async () => {
  const before = server.revision()
  expect(await audit('-A')).toMatchObject({
    status: 1,
    stderr: '',
    found: ['error team/Deployment/web PullSecretWrongType 1', 'warning shop/Deployment/shop MutableTag 0'],
  })
  expect(server.revision()).toBe(before)
})

test('one namespace', async () => {
  expect(await audit('-n', 'shop')).toMatchObject({ status: 0, found: ['warning shop/Deployment/shop MutableTag 0'] })
})

test("without a namespace, that of the context: there is none, so it is default's", async () => {
  expect(await audit()).toMatchObject({ status: 0, found: [] })
})

test('Secrets that one may not read: it is said, nothing is said of them, the rest is told', async () => {
  const allow = server.access.deny({ resource: 'secrets' })
  const { status, stderr, found, answer } = await audit('-A')
  allow()
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      /^pullkeeper: Forbidden: GET \/api\/v1\/secrets: .*: nothing is said of pull secrets\n$/,
    ),
  })
  expect(found).toEqual([
    'error team/Deployment/web Forbidden 1',
    'warning shop/Deployment/shop MutableTag 0',
    'warning team/Deployment/web PullSecretMissing 1',
  ])
  expect(answer.summary.unread).toHaveLength(1)
})

test('pods that one may not read are what was asked for: 2', async () => {
  const allow = server.access.deny({ resource: 'pods' })
  const { status, stderr, found } = await audit('-A')
  allow()
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/failing pods are missing\n$/) })
  expect(found).toContain('warning shop/Deployment/shop MutableTag 0')
})

test('a cluster that does not answer: 2, and the way it failed', async () => {
  await server.suspend()
  const { status, stdout, stderr } = await run(['audit', '-A', '--kubeconfig', files.of('kubeconfig')])
  await server.resume()
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^pullkeeper: Unreachable: GET \/api\/v1\/nodes: .*ECONNREFUSED.*\n$/),
  })
})

describe('with ImagePolicies', () => {
  const policy = {
    apiVersion: 'pullkeeper.dev/v1alpha1',
    kind: 'ImagePolicy',
    metadata: { name: 'acme', generation: 1 },
    spec: {
      namespaceSelector: { matchLabels: { team: 'acme' } },
      credentials: { sources: [{ name: 'ghcr', secretRef: { name: 'robot' }, registries: ['ghcr.io/acme'] }] },
    },
    status: {
      observedGeneration: 1,
      conditions: [],
      sources: [{ name: 'ghcr', state: 'Ready', message: '', registries: ['ghcr.io/acme/'] }],
    },
  }
  beforeAll(() => {
    server.store.create(crd)
    server.store.seed(JSON.parse(JSON.stringify([policy, waitingPod('old-6d4b75cb6d-a', 'ErrImagePull', denied, {})])))
  })
  const remedies = (answer: FindingList) =>
    answer.items.filter(({ severity }) => severity === 'error').map(({ remedy }) => remedy)

  test('the fix names the policy to extend', async () => {
    const { answer, stderr } = await audit('-n', 'team')
    expect(stderr).toBe('')
    expect(remedies(answer)).toContainEqual(expect.stringMatching(/^Extend namespaceSelector of ImagePolicy acme/))
  })

  test('explain says what it has for the image', async () => {
    const { stdout } = await run([
      'explain',
      'pod/old-6d4b75cb6d-a',
      '-n',
      'team',
      '--kubeconfig',
      files.of('kubeconfig'),
    ])
    expect(stdout).toContain(
      'ImagePolicy acme: Secret pullkeeper-acme for ghcr.io/acme/; it does not select this namespace',
    )
  })

  test('policies that one may not read: it is said, and the rest is told', async () => {
    const allow = server.access.deny({ resource: 'imagepolicies' })
    const { status, stderr, answer } = await audit('-n', 'team')
    allow()
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^pullkeeper: Forbidden: .*imagepolicies.*: what policies have to do with a failure is not known\n$/,
    )
    expect(remedies(answer)).toContainEqual(expect.stringMatching(/^Let an ImagePolicy/))
  })

  test('namespaces that one may not read: whether it selects is not known', async () => {
    const allow = server.access.deny({ resource: 'namespaces' })
    const { stderr, answer } = await audit('-n', 'team')
    allow()
    expect(stderr).toMatch(/which namespaces policies select is not known\n$/)
    expect(JSON.stringify(answer)).toContain('may not select namespace team')
  })
})
