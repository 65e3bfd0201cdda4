import { ensureBinaries, whyNoBinaries } from '../cluster/binaries.ts'
import { versionUnderTest } from '../cluster/modules.ts'
import type { JsonObject } from '../support/apiserver/json.ts'
import { argoHealthOf } from './support/argoHealth.ts'
import { eventually } from './support/eventually.ts'
import { kstatusOf, type KStatus } from './support/kstatus.ts'
import { base64, dockerConfig } from './support/objects.ts'
import type { Operator } from './support/operator.ts'
import { pathOf } from './support/paths.ts'
import { find, type Scene, startScene } from './support/scene.ts'
import { operatorNamespace } from './support/testServer.ts'

const why = whyNoBinaries(['glua'], versionUnderTest())
if (why !== undefined) console.log(`the health check for Argo CD is not run: ${why}`)

describe('what Argo CD and Flux make of a policy', () => {
  let scene: Scene
  let operator: Operator | undefined
  let source: string
  let policy: string
  let glua: string | undefined

  beforeAll(async () => {
    if (why === undefined) glua = (await ensureBinaries(['glua'], versionUnderTest()))('glua')
    scene = await startScene('gitops')
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    await scene.namespace('team')
    policy = await scene.policy('acme', scene.handOut([source]))
  })
  afterAll(() => scene.close())

  const read = () => scene.client.get(pathOf('ImagePolicy', policy))
  const change = (spec: JsonObject) => scene.client.patch(pathOf('ImagePolicy', policy), { spec })
  const writeSource = (config: string) =>
    scene.client.patch(pathOf('Secret', operatorNamespace, source), { data: { '.dockerconfigjson': base64(config) } })

  const judged = (object: JsonObject, flux: KStatus, argo: string, says: string): void => {
    expect(kstatusOf(object)).toBe(flux)
    if (glua === undefined) return
    const health = argoHealthOf(glua, object)
    expect(health.status).toBe(argo)
    expect(health.message).toContain(says)
  }
  const becomes = (flux: KStatus, argo: string, says = '') =>
    eventually(`${flux} and ${argo}`, async () => judged(await read(), flux, argo, says))

  test('not done while no operator has seen it', async () => {
    judged(await read(), 'InProgress', 'Progressing', 'Waiting for the operator')
  })

  test('done once it is carried out', async () => {
    operator = scene.operator()
    await operator.ready()
    await becomes('Current', 'Healthy', '1 of 1 namespace')
  })

  test('failed while a source is bad, with what is wrong, and done when it is mended', async () => {
    await writeSource('{"auths":{"ghcr.io/acme":{"auth":"!"}}}')
    await becomes('Failed', 'Degraded', 'Malformed')
    await writeSource(dockerConfig({ 'ghcr.io/acme': ['robot', 'other'] }))
    await becomes('Current', 'Healthy')
  })

  test('suspended, which Flux takes for done', async () => {
    await change({ suspend: true })
    await becomes('Current', 'Suspended', 'Suspended')
    await change({ suspend: false })
    await becomes('Current', 'Healthy')
  })

  test('not done when its spec was changed and nobody has seen that', async () => {
    await operator?.stop()
    await change({ suspend: true })
    judged(await read(), 'InProgress', 'Progressing', 'Waiting for the operator to see the change')
    await change({ suspend: false })
  })

  test('going while what it gave is taken back, and gone after that', async () => {
    await scene.client.delete(pathOf('ImagePolicy', policy))
    expect(kstatusOf(await read())).toBe('Terminating')
    await scene.operator().ready()
    await eventually('it is gone', async () => expect(await find(scene, pathOf('ImagePolicy', policy))).toBeUndefined())
  })
})
