import { type ApiServer, type Fault } from '../../support/apiserver/index.ts'
import { objectAt, textAt } from '../../support/apiserver/json.ts'
import { eventually } from '../support/eventually.ts'
import { pathOf } from '../support/paths.ts'
import { pullSecretsOf, type Scene, startScene } from '../support/scene.ts'
import { operatorNamespace, operatorUser } from '../support/testServer.ts'

describe('an operator that is told to end while the server keeps it waiting', () => {
  let scene: Scene
  let server: ApiServer
  let source: string

  beforeAll(async () => {
    scene = await startScene('ends')
    if (scene.server.embedded === undefined) throw new TypeError('faults are had from the embedded server only')
    server = scene.server.embedded
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
  })
  afterEach(() => server.faults.clear())
  afterAll(() => scene.close())

  test.each<[string, Fault, boolean]>([
    ['asks it to wait for minutes', { do: 'fail', code: 429, retryAfterSeconds: 600 }, true],
    ['does not answer', { do: 'silence', afterBytes: 0 }, false],
  ])('and %s: the Lease is given back, status 0', async (_what, respond, holds) => {
    const of = holds ? 'held' : 'slow'
    const leaseName = scene.name(of)
    const operator = scene.operator({ leaseName })
    await operator.ready()
    server.faults.next({ match: { user: operatorUser, verb: 'create', resource: 'secrets' }, times: 100, respond })
    const namespaces = await Promise.all(
      Array.from({ length: 5 }, (_, index) => scene.namespace(`${of}-${index}`, { [of]: '' })),
    )
    await scene.policy(of, scene.handOut([source], { namespaceSelector: scene.namespaces({ [of]: '' }) }))
    const creates = () => server.audit.count({ user: operatorUser, verb: 'create', resource: 'secrets' })
    if (holds) {
      await eventually('the server asks it to wait', () => {
        expect(creates()).toBeGreaterThan(0)
      })
      // What was refused waits in the queue; what is wanted from now on is held on its way.
      await scene.namespace(`${of}-late`, { [of]: '' })
      await eventually('a write is held', async () => {
        expect(await operator.metrics()).toMatch(
          /^controller_runtime_active_workers\{controller="credentials"\} [1-9]/m,
        )
      })
    } else
      await eventually('the server has a write that it does not answer', async () => {
        // Secret and reference are written side by side.
        for (const namespace of namespaces) expect(await pullSecretsOf(scene, namespace)).not.toEqual([])
      })
    expect(await operator.stop()).toBe(0)
    expect(operator.log().map(({ message }) => message)).toEqual(expect.arrayContaining(['Lease released', 'stopped']))
    const lease = await scene.client.get(pathOf('Lease', operatorNamespace, leaseName))
    expect(textAt(objectAt(lease, 'spec'), 'holderIdentity')).toBe('')
  })
})
