import { type ApiServer, type AuditEntry, type FaultMatch } from '../../support/apiserver/index.ts'
import { textAt } from '../../support/apiserver/json.ts'
import { eventually } from '../support/eventually.ts'
import { base64, dockerConfig } from '../support/objects.ts'
import { collection, pathOf } from '../support/paths.ts'
import { conditionOf, configOf, pullSecretsOf, type Scene, startScene, statusOf } from '../support/scene.ts'
import { operatorNamespace, operatorUser } from '../support/testServer.ts'

/** What the server asks for, seconds. */
const retryAfterSeconds = 4

/** Requests that were under way when the server answered 429 may still come in for so long, milliseconds. */
const underWayMs = 1_500

const namespaceCount = 40

describe('a server that answers 429 with Retry-After', () => {
  let scene: Scene
  let server: ApiServer
  let policy: string
  let source: string
  let namespaces: readonly string[]
  let round = 0

  beforeAll(async () => {
    scene = await startScene('busy')
    if (scene.server.embedded === undefined) throw new TypeError('faults are had from the embedded server only')
    server = scene.server.embedded
    source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    namespaces = await Promise.all(Array.from({ length: namespaceCount }, (_, index) => scene.namespace(`n${index}`)))
    policy = await scene.policy('acme', scene.handOut([source]))
    await scene.operator().ready()
    await isCarriedOut('s3cret')
  })
  afterAll(() => scene.close())

  const isCarriedOut = (password: string) =>
    eventually(`${password} is everywhere`, async () => {
      for (const namespace of namespaces) {
        expect(await pullSecretsOf(scene, namespace)).toEqual([`pullkeeper-${policy}`])
        expect(await configOf(scene, namespace, `pullkeeper-${policy}`)).toContain(base64(`robot:${password}`))
      }
      expect(conditionOf(await statusOf(scene, policy), 'CredentialsReady')).toMatchObject({ reason: 'Published' })
    })

  /** Undoes and changes something everywhere, so that each kind of write is wanted. */
  const changeAll = async (): Promise<string> => {
    round += 1
    const password = `round-${round}`
    await Promise.all(
      namespaces.map((namespace) =>
        scene.client.patch(pathOf('ServiceAccount', namespace, 'default'), { imagePullSecrets: null }),
      ),
    )
    await scene.client.patch(pathOf('Secret', operatorNamespace, source), {
      data: { '.dockerconfigjson': base64(dockerConfig({ 'ghcr.io/acme': ['robot', password] })) },
    })
    return password
  }

  /** The Lease is renewed whatever the load, and watches wait by themselves. */
  const waits = ({ resource, verb }: AuditEntry): boolean => resource !== 'leases' && verb !== 'watch'

  test.each<[string, FaultMatch]>([
    ['a change of a copy', { verb: 'patch', resource: 'secrets' }],
    ['a change of a ServiceAccount', { verb: 'patch', resource: 'serviceaccounts' }],
  ])('to %s is left alone by all writers for that time, and nothing is lost', async (_, match) => {
    server.audit.clear()
    server.faults.next({
      match: { user: operatorUser, ...match },
      respond: { do: 'fail', code: 429, retryAfterSeconds },
    })
    const password = await changeAll()
    await isCarriedOut(password)
    const requests = server.audit.entries({ user: operatorUser })
    const [refused] = requests.filter(({ status }) => status === 429)
    if (refused === undefined) throw new Error('nothing was answered 429')
    const held = requests.filter(
      (entry) =>
        waits(entry) && entry.at > refused.at + underWayMs && entry.at < refused.at + retryAfterSeconds * 1_000,
    )
    expect(held).toEqual([])
    expect(requests.filter((entry) => waits(entry) && entry.at > refused.at + underWayMs)).not.toEqual([])
  })

  test('to a status and to an Event: both are written once the server takes them', async () => {
    server.audit.clear()
    server.faults.next({
      match: { user: operatorUser, verb: 'update', resource: 'imagepolicies' },
      respond: { do: 'fail', code: 429, retryAfterSeconds: 1 },
    })
    server.faults.next({
      match: { user: operatorUser, verb: 'create', resource: 'events' },
      respond: { do: 'fail', code: 429, retryAfterSeconds: 1 },
    })
    await scene.client.patch(pathOf('ImagePolicy', policy), { spec: { suspend: true } })
    await eventually('the status and the Event of the suspended policy', async () => {
      expect(conditionOf(await statusOf(scene, policy), 'Ready')).toMatchObject({ reason: 'Suspended' })
      const list = await scene.client.get(collection('Event', 'default'))
      const items = Array.isArray(list['items']) ? list['items'] : []
      expect(items.map((event) => textAt(event, 'reason'))).toContain('Suspended')
    })
    const refused = server.audit.entries({ user: operatorUser, status: 429 })
    expect(refused.map(({ resource }) => resource).toSorted()).toEqual(['events', 'imagepolicies'])
  })
})
