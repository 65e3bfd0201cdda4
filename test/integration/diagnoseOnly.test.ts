import { jest } from '@jest/globals'
import { objectAt, objectsAt, textAt } from '../support/apiserver/json.ts'
import { privateRegistry } from '../support/puppets/index.ts'
import { eventually } from './support/eventually.ts'
import { deployment, dockerConfig, dockerConfigSecret } from './support/objects.ts'
import { conditionOf, pullSecretsOf, type Scene, startScene, statusOf } from './support/scene.ts'

jest.setTimeout(180_000)

const image = 'ghcr.io/acme/app:1'

describe('an installation that only diagnoses', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await startScene('blind')
    scene.server.kubelet.follow(privateRegistry([{ prefix: 'ghcr.io/acme', user: 'robot', password: 's3cret' }]))
    await scene.operator({ flags: ['--diagnose-only'] }).ready()
  })
  afterAll(async () => {
    scene.server.kubelet.follow(() => ({ is: 'running' }))
    await scene.close()
  })

  const items = async (policy: string) => objectsAt(objectAt(await statusOf(scene, policy), 'findings'), 'items')

  test('names what it can, and says what it cannot tell apart', async () => {
    const namespace = await scene.namespace('team')
    await scene.create(dockerConfigSecret(namespace, 'named', dockerConfig({ 'quay.io': ['other', 'other'] })))
    await scene.create(deployment(namespace, 'web', { image, imagePullSecrets: ['named'] }))
    await scene.create(deployment(namespace, 'bare', { image }))
    const policy = await scene.policy('watch', { namespaceSelector: scene.namespaces() })
    await eventually('both are found', async () => {
      const causes = (await items(policy)).map((item) => [
        textAt(objectAt(item, 'workload'), 'name'),
        textAt(item, 'cause'),
      ])
      expect(Object.fromEntries(causes)).toEqual({ bare: 'CredentialsMissing', web: 'Unauthorized' })
    })
    const ready = conditionOf(await statusOf(scene, policy), 'Ready')
    expect(ready).toMatchObject({ status: 'True', reason: 'DiagnoseOnly' })
    expect(ready.message).toContain('Without access to Secrets')
  })

  test('says of a policy with credentials that it does not hand them out, and does not', async () => {
    const namespace = await scene.namespace('given')
    const source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    const policy = await scene.policy('acme', {
      namespaceSelector: scene.namespaces(),
      credentials: { sources: [{ name: 'ghcr', secretRef: { name: source } }] },
    })
    await eventually('it says so', async () => {
      const status = await statusOf(scene, policy)
      expect(conditionOf(status, 'Ready')).toMatchObject({ status: 'False', reason: 'DiagnoseOnlyInstallation' })
      expect(conditionOf(status, 'Stalled')).toMatchObject({ status: 'True', reason: 'DiagnoseOnlyInstallation' })
    })
    expect(await pullSecretsOf(scene, namespace)).toEqual([])
  })

  test('asks for no Secret, and writes nothing but statuses, Events and its Lease', async () => {
    // Events come last: they settle for a second.
    await eventually('all that it writes was written', async () => {
      const asked = await scene.requests()
      expect(asked.filter(({ resource }) => resource === 'secrets')).toEqual([])
      const written = asked.filter(({ verb }) => !['get', 'list', 'watch'].includes(verb))
      expect([...new Set(written.map(({ resource, subresource }) => `${resource}/${subresource}`))].toSorted()).toEqual(
        ['events/', 'imagepolicies/status', 'leases/'],
      )
    })
  })
})
