import { eventually } from './support/eventually.ts'
import { conditionOf, configOf, pullSecretsOf, type Scene, startScene, statusOf } from './support/scene.ts'

describe('handing out credentials', () => {
  let scene: Scene
  let source: string

  beforeAll(async () => {
    scene = await startScene('credentials')
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    await scene.operator().ready()
  })
  afterAll(() => scene.close())

  test('a selected namespace has the secret, attached', async () => {
    const namespace = await scene.namespace('first')
    const policy = await scene.policy('acme', {
      namespaceSelector: scene.namespaces(),
      credentials: { sources: [{ name: 'ghcr', secretRef: { name: source } }] },
    })
    await eventually('the secret and its reference', async () => {
      expect(await configOf(scene, namespace, `pullkeeper-${policy}`)).toContain('"ghcr.io/acme"')
      expect(await pullSecretsOf(scene, namespace)).toEqual([`pullkeeper-${policy}`])
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ status: 'True', reason: 'Applied' })
    })
  })
})
