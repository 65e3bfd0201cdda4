import { type ApiServer, type Fault } from '../../support/apiserver/index.ts'
import { objectAt, textAt } from '../../support/apiserver/json.ts'
import { eventually } from '../support/eventually.ts'
import { pathOf } from '../support/paths.ts'
import { pullSecretsOf, type Scene, startScene } from '../support/scene.ts'
import { operatorNamespace, operatorUser } from '../support/testServer.ts'

/** What was under way at the first 429 has come in by then, milliseconds, and what was held has not: 60 s is what is held at most. */
const underWayMs = 20_000

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
  ])('and %s: what is held is not sent, the Lease is given back, status 0', async (what, respond, holds) => {
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
    await eventually(`the server ${what}`, async () => {
      if (holds) expect(creates()).toBeGreaterThan(0)
      // Secret and reference are written side by side.
      else for (const namespace of namespaces) expect(await pullSecretsOf(scene, namespace)).not.toEqual([])
    })
    expect(await operator.stop()).toBe(0)
    expect(operator.log().map(({ message }) => message)).toEqual(expect.arrayContaining(['Lease released', 'stopped']))
    const lease = await scene.client.get(pathOf('Lease', operatorNamespace, leaseName))
    expect(textAt(objectAt(lease, 'spec'), 'holderIdentity')).toBe('')
    const [refused] = server.audit.entries({ user: operatorUser, status: 429 })
    const sent = server.audit
      .entries({ user: operatorUser })
      .filter(({ resource, at }) => resource !== 'leases' && refused !== undefined && at > refused.at + underWayMs)
    if (holds) expect(sent).toEqual([])
  })
})
