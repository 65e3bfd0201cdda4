import { setTimeout as sleep } from 'node:timers/promises'
import { isStatus } from '../support/puppets/index.ts'
import { objectsAt, textAt } from '../support/apiserver/json.ts'
import { eventually } from './support/eventually.ts'
import { base64, dockerConfig, serviceAccount } from './support/objects.ts'
import { collection, pathOf } from './support/paths.ts'
import { configOf, pullSecretsOf, type Scene, startScene } from './support/scene.ts'
import { operatorNamespace, operatorUser } from './support/testServer.ts'

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
    const policy = await scene.policy('acme', {
      namespaceSelector: scene.namespaces({ selected: '' }),
      credentials: { sources: [{ name: 'robot', secretRef: { name: source } }] },
    })
    const secret = `pullkeeper-${policy}`
    const accounts: { readonly namespace: string; readonly name: string; readonly written: readonly string[] }[] = []
    const namespaces: string[] = []
    // Our writes are too quick to be overtaken, unless half of them are held up. A real server cannot be told to.
    scene.server.embedded?.faults.next({
      match: { verb: 'patch', resource: 'serviceaccounts', user: operatorUser },
      times: interleavings / 2,
      respond: { do: 'delay', milliseconds: 20 },
    })
    let theyWereOvertaken = 0
    /** Adds one entry after the other until ours is there: it has to come in between. */
    const addUntilOursIsThere = async (namespace: string, name: string, writer: string) => {
      const added: string[] = []
      while (!(await pullSecretsOf(scene, namespace, name)).includes(secret)) {
        const entry = `${writer}-${added.length}`
        theyWereOvertaken += await add(pathOf('ServiceAccount', namespace, name), entry)
        added.push(entry)
      }
      return added
    }
    for (let count = 0; count < namespaceCount; count += 1) {
      const namespace = await scene.namespace(`n${count}`)
      namespaces.push(namespace)
      const names = Array.from({ length: interleavings / namespaceCount }, (_, index) => `account-${index}`)
      for (const name of names) await scene.create(serviceAccount(namespace, name, ['before']))
      const writing = names.map(async (name) => {
        const added = await Promise.all(theirs.map((writer) => addUntilOursIsThere(namespace, name, writer)))
        accounts.push({ namespace, name, written: added.flat() })
      })
      // They write already when the operator comes, which is too quick to be met otherwise.
      await scene.client.patch(pathOf('Namespace', namespace), { metadata: { labels: { selected: '' } } })
      await Promise.all(writing)
    }

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
    for (const { namespace, name, written } of accounts) {
      const names = await pullSecretsOf(scene, namespace, name)
      const others = names.filter((each) => each !== secret)
      expect({ name, first: others[0], others: others.toSorted() }).toEqual({
        name,
        first: 'before',
        others: ['before', ...written].toSorted(),
      })
    }
    const conflicts = (await scene.requests()).filter(
      ({ status, resource }) => status === 409 && resource === 'serviceaccounts',
    )
    console.log(
      `${scene.server.kind}: in ${interleavings} interleavings the other writer was overtaken ${theyWereOvertaken} times, we ${conflicts.length} times`,
    )
    // Else nobody met anybody, and nothing was shown.
    const met = scene.server.embedded === undefined ? conflicts.length + theyWereOvertaken : conflicts.length
    expect(met).toBeGreaterThan(0)
  })

  test('what it puts on a managed secret stays over a rotation and a repair, on the same object', async () => {
    const source = await scene.source('decorated', { 'quay.io': ['robot', 'old'] })
    const namespace = await scene.namespace('decorated', { decorated: '' })
    const policy = await scene.policy(
      'decorated',
      scene.handOut([source], { namespaceSelector: scene.namespaces({ decorated: '' }) }),
    )
    const path = pathOf('Secret', namespace, `pullkeeper-${policy}`)
    const config = (password: string) => base64(dockerConfig({ 'quay.io': ['robot', password] }))
    const published = async (password: string) => {
      await eventually(`${password} is published`, async () => {
        expect(await configOf(scene, namespace, `pullkeeper-${policy}`)).toContain(base64(`robot:${password}`))
      })
      return scene.client.get(path)
    }
    await published('old')
    const ornaments = {
      labels: { 'example.com/owner': 'theirs' },
      annotations: { 'example.com/note': 'theirs' },
      finalizers: ['example.com/theirs'],
    }
    const { metadata } = await scene.client.patch(path, { metadata: ornaments, data: { note: base64('theirs') } })
    const kept = {
      metadata: { ...ornaments, uid: textAt(metadata, 'uid') },
      type: 'kubernetes.io/dockerconfigjson',
      data: { note: base64('theirs') },
    }
    try {
      await scene.client.patch(pathOf('Secret', operatorNamespace, source), {
        data: { '.dockerconfigjson': config('new') },
      })
      expect(await published('new')).toMatchObject(kept)
      await scene.client.patch(path, { data: { '.dockerconfigjson': base64('{"auths":{}}') } })
      expect(await published('new')).toMatchObject(kept)
    } finally {
      await scene.client.patch(path, { metadata: { finalizers: null } })
    }
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
