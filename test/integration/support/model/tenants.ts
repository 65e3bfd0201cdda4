import { type JsonObject, textsAt } from '../../../support/apiserver/json.ts'
import type { KubeObject } from '../../../support/apiserver/object.ts'
import { bearsOurMarks, dockerConfigJson, sourceSecret } from '../../../support/simulation/credentials.ts'
import type { Random } from '../../../support/simulation/random.ts'
import { oneOf } from '../../../support/simulation/writers/act.ts'
import { base64 } from '../objects.ts'
import { pathOf, pathsOfManifest } from '../paths.ts'
import { find } from '../scene.ts'
import { parseObject } from '../../../support/apiserver/object.ts'
import { type Act, listOfKind, make, namespacesOf, policiesOf, rewrite, unmake, type World } from './world.ts'

const emptied = { '.dockerconfigjson': base64('{"auths":{}}') }

const uidOf = ({ metadata: { uid = '' } }: KubeObject): string => uid

const namespaceUid = async ({ scene }: World, name: string): Promise<string | undefined> => {
  const namespace = await find(scene, pathOf('Namespace', name))
  return namespace && uidOf(parseObject(namespace))
}

const noteForeign = (world: World, uid: string, secret: KubeObject): void => {
  world.foreignSecrets.set(uidOf(secret), { namespaceUid: uid, secret })
}

/** Does something to a managed secret in some namespace. */
const tamper =
  (what: string, how: (world: World, secret: KubeObject) => Promise<unknown>) =>
  async (world: World, random: Random): Promise<string> => {
    const namespace = oneOf({ random }, namespacesOf(world))
    const secret = random.pick((await listOfKind(world, 'Secret', namespace)).filter(bearsOurMarks))
    if (secret === undefined) return `nothing managed in ${namespace}`
    await how(world, secret)
    return `${what} ${namespace}/${secret.metadata.name}`
  }

/** Changes it where it is still ours, and what is immutable not at all. */
const edit = (world: World, secret: KubeObject, how: (secret: KubeObject) => JsonObject) =>
  rewrite(world, pathsOfManifest(secret).object, (now) =>
    bearsOurMarks(now) && now['immutable'] !== true ? { ...now, ...how(now) } : undefined,
  )

const retype = async (world: World, secret: KubeObject): Promise<void> => {
  const { namespace, name, labels, annotations } = secret.metadata
  if (await unmake(world, secret))
    await make(world, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace, name, labels, annotations },
      type: 'Opaque',
    })
}

const relabel = ({ metadata }: KubeObject): JsonObject => ({
  metadata: { ...metadata, labels: { ...textsAt(metadata, 'labels'), 'pullkeeper.dev/policy': 'nobody' } },
})

const theirLabel = 'example.com/theirs'

const label = async (world: World, secret: KubeObject): Promise<void> => {
  const labelled = await edit(world, secret, ({ metadata, ...rest }) => ({
    metadata: { ...metadata, labels: { ...textsAt(metadata, 'labels'), [theirLabel]: 'true' } },
    data: { ...textsAt(rest, 'data'), note: base64('theirs') },
  }))
  if (labelled) world.labelledSecrets.add(uidOf(labelled))
}

/** Without our mark it is theirs from now on. */
const takeOver = async (world: World, secret: KubeObject): Promise<void> => {
  const uid = await namespaceUid(world, secret.metadata.namespace ?? '')
  const taken = await edit(world, secret, ({ metadata }) => ({ metadata: { ...metadata, annotations: {} } }))
  if (taken && uid !== undefined) noteForeign(world, uid, taken)
}

const createForeign = async (world: World, random: Random): Promise<string> => {
  const namespace = oneOf({ random }, namespacesOf(world))
  const name = oneOf({ random }, ['theirs', 'shared-registry', `pullkeeper-${policiesOf(world)[0]}`])
  const uid = await namespaceUid(world, namespace)
  const docker = random.chance(0.5)
  const made = await make(world, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    type: docker ? dockerConfigJson : 'Opaque',
    data: docker ? sourceSecret('foreign', 1)['data'] : { note: base64('not ours') },
  })
  if (made && uid !== undefined) noteForeign(world, uid, made)
  return made ? `foreign secret ${namespace}/${name}` : `no foreign secret in ${namespace}`
}

const removeForeign = async (world: World, random: Random): Promise<string> => {
  const foreign = random.pick([...world.foreignSecrets.values()])
  if (foreign === undefined) return 'no foreign secret'
  const { namespace, name } = foreign.secret.metadata
  world.foreignSecrets.delete(uidOf(foreign.secret))
  await unmake(world, foreign.secret)
  return `foreign secret ${namespace}/${name} deleted`
}

/** Tenants tamper with what they were given, and have Secrets of their own, under our names too. */
export const tenantActs: readonly Act[] = [
  { weight: 3, run: tamper('deleted', unmake) },
  { weight: 3, run: tamper('emptied', (world, secret) => edit(world, secret, () => ({ data: emptied }))) },
  { weight: 1, run: tamper('made immutable', (world, secret) => edit(world, secret, () => ({ immutable: true }))) },
  { weight: 1, run: tamper('retyped', retype) },
  { weight: 1, run: tamper('relabelled', (world, secret) => edit(world, secret, relabel)) },
  { weight: 3, run: tamper('labelled', label) },
  { weight: 1, run: tamper('took over', takeOver) },
  { weight: 3, run: createForeign },
  { weight: 2, run: removeForeign },
]

/** Managed secrets that lost a label that somebody put on them. */
export const strippedSecrets = async (world: World): Promise<readonly string[]> => {
  const inAll = await Promise.all(namespacesOf(world).map((namespace) => listOfKind(world, 'Secret', namespace)))
  return inAll
    .flat()
    .filter((secret) => world.labelledSecrets.has(uidOf(secret)))
    .filter(({ metadata }) => textsAt(metadata, 'labels')[theirLabel] === undefined)
    .map((secret) => `managed ${JSON.stringify(secret)} lost its label ${theirLabel}`)
}

/** Secrets of others that are not as their owners left them, where their namespace still is. */
export const touchedSecrets = async (world: World): Promise<readonly string[]> => {
  const wrong: string[] = []
  for (const { namespaceUid: uid, secret } of world.foreignSecrets.values()) {
    const { namespace = '', name, resourceVersion } = secret.metadata
    const known = await find(world.scene, pathOf('Namespace', namespace))
    const live = known && parseObject(known).metadata
    if (live?.uid !== uid || live.deletionTimestamp !== undefined) continue
    const now = await find(world.scene, pathOf('Secret', namespace, name))
    if (now === undefined || parseObject(now).metadata.resourceVersion !== resourceVersion)
      wrong.push(`foreign ${namespace}/${name} was ${JSON.stringify(secret)} and is ${JSON.stringify(now ?? 'gone')}`)
  }
  return wrong
}
