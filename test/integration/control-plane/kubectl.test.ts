import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { pullFailures } from '../../support/puppets/index.ts'
import { eventually } from '../support/eventually.ts'
import type { Kubectl } from '../support/kubectl.ts'
import { deployment } from '../support/objects.ts'
import { collection, pathOf } from '../support/paths.ts'
import { find, pullSecretsOf, type Scene, startScene } from '../support/scene.ts'

describe('what a person sees with kubectl', () => {
  let scene: Scene
  let run: Kubectl

  beforeAll(async () => {
    scene = await startScene('kubectl')
    if (scene.server.kubectl === undefined) throw new TypeError('the control plane has a kubectl')
    run = scene.server.kubectl
    await scene.operator().ready()
  })
  afterAll(() => scene.close())

  const says = async (args: readonly string[], input?: string): Promise<string> => {
    const { status, stdout, stderr } = await run(args, input)
    expect({ args, status, stderr }).toEqual({ args, status: 0, stderr })
    return stdout
  }

  test('kubectl explain tells of every field', async () => {
    const credentials = await says(['explain', 'imagepolicy.spec.credentials'])
    expect(credentials).toMatch(/KIND: +ImagePolicy/)
    for (const field of ['sources', 'secretName', 'serviceAccounts', 'recovery']) expect(credentials).toContain(field)
    expect(credentials).toMatch(/-required-/)
    const recursive = await says(['explain', 'imagepolicy.spec.credentials.sources.secretRef.name'])
    expect(recursive).toMatch(/DESCRIPTION:\n +\S/)
    expect(await says(['explain', 'imagepolicies.status.findings.items.cause'])).toMatch(/DESCRIPTION:\n +\S/)
  })

  test('kubectl get ipol prints what design promises, and -o wide the rest', async () => {
    const namespace = await scene.namespace('seen', { seen: '' })
    const source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    const spec = scene.handOut([source], { namespaceSelector: scene.namespaces({ seen: '' }) })
    const name = scene.name('acme')
    expect(
      await says(
        ['apply', '-f', '-'],
        stringify({ apiVersion: 'pullkeeper.dev/v1alpha1', kind: 'ImagePolicy', metadata: { name }, spec }),
      ),
    ).toBe(`imagepolicy.pullkeeper.dev/${name} created\n`)
    await eventually('the row', async () => {
      const [heads, row] = (await says(['get', 'ipol', name])).trim().split('\n')
      expect(heads?.split(/ {2,}/)).toEqual(['NAME', 'READY', 'NAMESPACES', 'ACCOUNTS', 'FAILING', 'TOP CAUSE', 'AGE'])
      expect(row?.split(/ +/).slice(0, 5)).toEqual([name, 'True', '1/1', '1/1', '0'])
    })
    const wide = await says(['get', 'imagepolicies', name, '-o', 'wide'])
    expect(wide).toMatch(/SUSPENDED +MESSAGE/)
    expect(wide).toMatch(/Credentials are in 1 of 1 namespace\./)
    expect(await says(['get', 'pullkeeper'])).toContain(name)

    scene.server.kubelet.follow(({ image }) => pullFailures.notFound(image))
    await scene.create(deployment(namespace, 'web', { image: 'docker.io/acme/gone:1' }))
    await eventually('the finding in the row', async () => {
      expect(await says(['get', 'ipol', name])).toMatch(/True +1\/1 +1\/1 +1 +ImageNotFound /)
    })
    await eventually('the developer sees it on the Deployment', async () => {
      expect(await says(['-n', namespace, 'describe', 'deployment', 'web'])).toMatch(
        /Warning +ImageNotFound .* pullkeeper +\S.*docker\.io\/acme\/gone/,
      )
    })
    await eventually('and the platform engineer on the policy', async () => {
      expect(await says(['describe', 'ipol', name])).toMatch(/Normal +Applied .* pullkeeper +Credentials are in 1 of 1/)
    })
    expect(await says(['wait', 'ipol', name, '--for=condition=Ready', '--timeout=30s'])).toContain('condition met')
    expect(await says(['delete', 'ipol', name, '--timeout=60s'])).toContain('deleted')
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
  })

  test('server-side apply of two owners who each bring a source', async () => {
    const name = scene.name('shared')
    const policy = (sources: readonly unknown[]) =>
      stringify({
        apiVersion: 'pullkeeper.dev/v1alpha1',
        kind: 'ImagePolicy',
        metadata: { name },
        spec: { namespaceSelector: scene.namespaces({ nobody: '' }), credentials: { sources } },
      })
    const source = (of: string) => ({ name: of, secretRef: { name: of } })
    for (const owner of ['one', 'two'])
      await says(['apply', '--server-side', `--field-manager=${owner}`, '-f', '-'], policy([source(owner)]))
    expect(await scene.client.get(pathOf('ImagePolicy', name))).toMatchObject({
      spec: { credentials: { sources: [source('one'), source('two')] } },
    })
    await says(['delete', 'ipol', name, '--timeout=60s'])
  })

  test('the samples are taken as they are', async () => {
    for (const file of ['simple', 'several_sources', 'diagnose_only']) {
      const text = readFileSync(`config/samples/imagepolicy_${file}.yaml`, 'utf8')
      expect(await says(['apply', '--dry-run=server', '-f', '-'], text)).toContain('(server dry run)')
    }
  })

  test.each(['config/default', 'config/crd', 'config/rbac', 'config/admission'])(
    'kubectl apply -k %s is taken whole',
    async (folder) => {
      const output = await says(['apply', '-k', folder, '--server-side', '--force-conflicts', '--dry-run=server'])
      expect(output.trim().split('\n').length).toBeGreaterThan(0)
    },
  )

  test('garbage collection: a namespace goes although it holds our secret, and a Deployment takes its finding along', async () => {
    const namespace = await scene.namespace('collected', { collected: '' })
    const policy = await scene.policy('collected', { namespaceSelector: scene.namespaces({ collected: '' }) })
    scene.server.kubelet.follow(({ image }) => pullFailures.notFound(image))
    await scene.create(deployment(namespace, 'web', { image: 'docker.io/acme/gone:1', replicas: 2 }))
    await eventually('found', async () => {
      expect(await says(['get', 'ipol', policy])).toContain('ImageNotFound')
    })
    await scene.client.delete(pathOf('Deployment', namespace, 'web'), { propagationPolicy: 'Background' })
    await eventually('gone with its owner', async () => {
      expect(await says(['get', 'ipol', policy])).not.toContain('ImageNotFound')
      expect(await scene.client.get(collection('Pod', namespace))).toMatchObject({ items: [] })
    })
    await scene.client.delete(pathOf('Namespace', namespace))
    await eventually('the namespace is gone', async () => {
      expect(await find(scene, pathOf('Namespace', namespace))).toBeUndefined()
    })
  })

  test('ServiceAccount admission gives a new pod our secret, and the pod may start', async () => {
    const namespace = await scene.namespace('admitted', { admitted: '' })
    const source = await scene.source('admitted', { 'ghcr.io/acme': ['robot', 's3cret'] })
    const policy = await scene.policy(
      'admitted',
      scene.handOut([source], { namespaceSelector: scene.namespaces({ admitted: '' }) }),
    )
    await eventually('attached', async () => {
      expect(await pullSecretsOf(scene, namespace)).toEqual([`pullkeeper-${policy}`])
    })
    scene.server.kubelet.follow(() => ({ is: 'running' }))
    await scene.create(deployment(namespace, 'web', { image: 'ghcr.io/acme/web:1' }))
    await eventually('the pod names it', async () => {
      expect(await scene.client.get(collection('Pod', namespace))).toMatchObject({
        items: [{ spec: { imagePullSecrets: [{ name: `pullkeeper-${policy}` }] }, status: { phase: 'Running' } }],
      })
    })
  })
})
