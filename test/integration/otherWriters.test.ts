import { setTimeout as sleep } from 'node:timers/promises'
import { isStatus } from '../support/puppets/index.ts'
import { objectsAt, textAt } from '../support/apiserver/json.ts'
import { eventually } from './support/eventually.ts'
import { serviceAccount } from './support/objects.ts'
import { collection, pathOf } from './support/paths.ts'
import { pullSecretsOf, type Scene, startScene } from './support/scene.ts'
import { operatorUser } from './support/testServer.ts'

const interleavings = 300
const namespaceCount = 10
const theirs = ['theirs-a', 'theirs-b', 'theirs-c']

describe('another writer of the same ServiceAccounts', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await startScene('writers')
    await scene.operator().ready()
  })
  afterAll(() => scene.close())

  /** Adds one name as a careful client does: reads, and writes what it read from; returns how often it was overtaken. */
  const add = async (path: string, name: string): Promise<number> => {
    for (let overtaken = 0; ; overtaken += 1) {
      const account = await scene.client.get(path)
      await sleep(Math.random() * 4)
      try {
        await scene.client.update(path, {
          ...account,
          imagePullSecrets: [...objectsAt(account, 'imagePullSecrets'), { name }],
        })
        return overtaken
      } catch (error) {
        if (!isStatus(error, 409)) throw error
      }
    }
  }

  test(`nothing of its entries is lost in ${interleavings} interleavings, and ours is in all`, async () => {
    const source = await scene.source('robot', { 'ghcr.io/acme': ['robot', 's3cret'] })
    const policy = await scene.policy('acme', scene.handOut([source]))
    const secret = `pullkeeper-${policy}`
    const namespaces = await Promise.all(
      Array.from({ length: namespaceCount }, (_, index) => scene.namespace(`n${index}`)),
    )
    const accounts = Array.from({ length: interleavings }, (_, index) => ({
      namespace: namespaces[index % namespaceCount] ?? '',
      name: `account-${index}`,
    }))
    // On a quiet machine our writes are too quick to be overtaken; a real server cannot be slowed down.
    scene.server.embedded?.faults.next({
      match: { verb: 'patch', resource: 'serviceaccounts', user: operatorUser },
      times: interleavings,
      respond: { do: 'delay', milliseconds: 5 },
    })
    let theyWereOvertaken = 0
    const interleave = async ({ namespace, name }: (typeof accounts)[number]): Promise<void> => {
      await scene.create(serviceAccount(namespace, name, ['before']))
      const overtaken = theirs.map((each) => add(pathOf('ServiceAccount', namespace, name), each))
      for (const count of await Promise.all(overtaken)) theyWereOvertaken += count
    }
    for (let at = 0; at < accounts.length; at += 30) await Promise.all(accounts.slice(at, at + 30).map(interleave))

    await eventually('ours is in all of them', async () => {
      for (const namespace of namespaces) {
        const list = await scene.client.get(collection('ServiceAccount', namespace))
        for (const account of objectsAt(list, 'items')) {
          const names = objectsAt(account, 'imagePullSecrets').map((reference) => textAt(reference, 'name'))
          const name = textAt(account['metadata'], 'name')
          expect({ name, ours: names.filter((each) => each === secret) }).toEqual({ name, ours: [secret] })
        }
      }
    })
    for (const { namespace, name } of accounts) {
      const names = await pullSecretsOf(scene, namespace, name)
      const others = names.filter((each) => each !== secret)
      expect({ name, first: others[0], others: others.toSorted() }).toEqual({
        name,
        first: 'before',
        others: ['before', ...theirs],
      })
    }
    const conflicts = (await scene.server.requestsOf(operatorUser)).filter(
      ({ status, resource }) => status === 409 && resource === 'serviceaccounts',
    )
    console.log(
      `${scene.server.kind}: in ${interleavings} interleavings the other writer was overtaken ${theyWereOvertaken} times, we ${conflicts.length} times`,
    )
    // Else nobody met anybody, and nothing was shown.
    const met = scene.server.embedded === undefined ? conflicts.length + theyWereOvertaken : conflicts.length
    expect(met).toBeGreaterThan(0)
  })

  test('its entries stay while ours go', async () => {
    const source = await scene.source('leaving', { 'quay.io': ['robot', 's3cret'] })
    const namespace = await scene.namespace('going', { going: '' })
    const accounts = Array.from({ length: 30 }, (_, index) => `account-${index}`)
    for (const name of accounts) await scene.create(serviceAccount(namespace, name, ['before']))
    const policy = await scene.policy(
      'going',
      scene.handOut([source], { namespaceSelector: scene.namespaces({ going: '' }) }),
    )
    await eventually('all are attached', async () => {
      for (const name of accounts) expect(await pullSecretsOf(scene, namespace, name)).toContain(`pullkeeper-${policy}`)
    })
    await Promise.all([
      scene.client.delete(pathOf('ImagePolicy', policy)),
      ...accounts.map((name) => add(pathOf('ServiceAccount', namespace, name), 'theirs')),
    ])
    await eventually('ours is gone everywhere', async () => {
      for (const name of accounts)
        expect(await pullSecretsOf(scene, namespace, name)).not.toContain(`pullkeeper-${policy}`)
    })
    for (const name of accounts)
      expect(await pullSecretsOf(scene, namespace, name)).toEqual(expect.arrayContaining(['before', 'theirs']))
  })
})
