import { anyOf, entries, isLive, liveNamespace, namespaceNames, noteList, oneOf, type Act, type Scene } from './act.ts'

const create = (scene: Scene): string => {
  const { server, random } = scene
  const name = oneOf(scene, namespaceNames)
  if (server.find('namespaces', { name })) return 'namespace is there'
  const labels = random.chance(0.5) ? { team: 'blue' } : {}
  server.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: name, name: 'default' } }
  noteList(scene, server.create({ ...account, imagePullSecrets: entries([]) }))
  return `namespace ${name}`
}

const label = (scene: Scene): string => {
  const { server, random } = scene
  const namespace = liveNamespace(scene)
  const known = namespace && server.find('namespaces', { name: namespace })
  if (!known) return 'no namespace'
  const labels = {
    team: oneOf(scene, ['blue', 'red']),
    ...(random.chance(0.2) && { 'pullkeeper.dev/ignore': 'true' }),
  }
  server.update({ ...known, metadata: { ...known.metadata, labels } })
  return `namespace ${namespace} ${JSON.stringify(labels)}`
}

const terminate = (scene: Scene): string => {
  const name = liveNamespace(scene)
  if (name === undefined) return 'no namespace'
  scene.server.delete('namespaces', { name })
  return `namespace ${name} goes`
}

/** What the namespace controller does once it has emptied one. */
const finish = (scene: Scene): string => {
  const { server, random } = scene
  const name = random.pick(
    namespaceNames.filter((each) => !isLive(scene, each) && server.find('namespaces', { name: each })),
  )
  if (name === undefined) return 'no namespace goes'
  for (const resource of ['secrets', 'serviceaccounts'])
    for (const { metadata } of server.list(resource, { namespace: name }))
      server.delete(resource, { namespace: name, name: metadata.name })
  server.update(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: { finalizers: [] } },
    { subresource: 'finalize' },
  )
  return `namespace ${name} is gone`
}

const removeAccount = (scene: Scene): string => {
  const account = anyOf(scene, 'serviceaccounts')
  if (account === undefined) return 'no account'
  const { namespace = '', name } = account.metadata
  scene.server.delete('serviceaccounts', { namespace, name })
  return `account ${namespace}/${name} deleted`
}

/** Namespaces come, go, and change their labels. */
export const namespaceActs = (scene: Scene): readonly Act[] => [
  { weight: 6, run: () => create(scene) },
  { weight: 3, run: () => label(scene) },
  { weight: 1, run: () => terminate(scene) },
  { weight: 2, run: () => finish(scene) },
  { weight: 1, run: () => removeAccount(scene) },
]
