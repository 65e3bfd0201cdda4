import type { JsonObject } from '../../apiserver/json.ts'
import type { KubeObject } from '../../apiserver/object.ts'
import { listOf } from '../credentials.ts'
import { anyOf, entries, liveNamespace, noteList, oneOf, type Act, type Scene } from './act.ts'

const accountNames = ['default', 'build', 'run'] as const

/** Managed names are among them: an entry that was there before us must stay. */
const foreignNames = ['theirs', 'x', 'shared-registry', 'pullkeeper-p'] as const

const create = (scene: Scene): string => {
  const { server, random } = scene
  const [namespace, name] = [liveNamespace(scene), oneOf(scene, accountNames)]
  if (namespace === undefined || server.find('serviceaccounts', { namespace, name })) return 'account is there'
  const list = foreignNames.filter(() => random.chance(0.3))
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } }
  noteList(scene, server.create({ ...account, imagePullSecrets: entries(list) }))
  return `account ${namespace}/${name}`
}

const change = (scene: Scene, how: (account: KubeObject) => JsonObject): string => {
  const account = anyOf(scene, 'serviceaccounts')
  if (account === undefined) return 'no account'
  noteList(scene, scene.server.update({ ...account, ...how(account) }))
  return `account ${account.metadata.namespace}/${account.metadata.name}`
}

const labelled = (scene: Scene, { metadata }: KubeObject): JsonObject => {
  const ignored = scene.random.chance(0.2) && { 'pullkeeper.dev/ignore': 'true' }
  return { metadata: { ...metadata, labels: { kind: oneOf(scene, ['ci', 'other']), ...ignored } } }
}

/** Other writers of ServiceAccounts, a tool among them that owns the whole object. */
export const accountActs = (scene: Scene): readonly Act[] => [
  { weight: 4, run: () => create(scene) },
  { weight: 3, run: () => change(scene, (account) => labelled(scene, account)) },
  {
    weight: 5,
    run: () =>
      change(scene, (account) => ({ imagePullSecrets: entries([...listOf(account), oneOf(scene, ['theirs', 'x'])]) })),
  },
  { weight: 3, run: () => change(scene, (account) => ({ imagePullSecrets: entries(listOf(account).slice(1)) })) },
  {
    weight: 3,
    run: () =>
      change(scene, ({ metadata }) => ({
        metadata: { ...metadata, annotations: {} },
        imagePullSecrets: entries(['theirs']),
      })),
  },
]
