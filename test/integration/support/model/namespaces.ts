import { type JsonObject } from '../../../support/apiserver/json.ts'
import type { KubeObject } from '../../../support/apiserver/object.ts'
import { listOf, recordedOn } from '../../../support/simulation/credentials.ts'
import type { Random } from '../../../support/simulation/random.ts'
import { entries, noteList, oneOf } from '../../../support/simulation/writers/act.ts'
import { serviceAccount } from '../objects.ts'
import { pathOf } from '../paths.ts'
import { type Act, make, namespacesOf, policiesOf, rewrite, unmake, type World } from './world.ts'

const accountNames = ['default', 'build'] as const

const ignored = { 'pullkeeper.dev/ignore': 'true' }

const createNamespace = async (world: World, random: Random): Promise<string> => {
  const name = oneOf({ random }, namespacesOf(world))
  const labels = { ...world.labels, ...(random.chance(0.5) && { team: 'blue' }) }
  const made = await make(world, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })
  return made ? `namespace ${name} ${JSON.stringify(labels)}` : `namespace ${name} is there`
}

/** Where a run begins: two namespaces, with an account in each that was somebody's before us. */
export const populate = async (world: World): Promise<void> => {
  for (const name of namespacesOf(world).slice(0, 2)) {
    await make(world, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { ...world.labels, team: 'blue' } },
    })
    const made = await make(world, serviceAccount(name, 'build', ['theirs', 'x']))
    if (made) noteList(world, made)
  }
}

const labelNamespace = async (world: World, random: Random): Promise<string> => {
  const name = oneOf({ random }, namespacesOf(world))
  const labels = {
    ...(random.chance(0.8) && world.labels),
    team: oneOf({ random }, ['blue', 'red']),
    ...(random.chance(0.2) && ignored),
  }
  const written = await rewrite(world, pathOf('Namespace', name), (namespace) => ({
    ...namespace,
    metadata: { ...namespace.metadata, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
  }))
  return written ? `namespace ${name} ${JSON.stringify(labels)}` : `no namespace ${name}`
}

const removeNamespace = async (world: World, random: Random): Promise<string> => {
  const name = oneOf({ random }, namespacesOf(world))
  return (await unmake(world, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }))
    ? `namespace ${name} goes`
    : `no namespace ${name}`
}

const placeOfAccount = (world: World, random: Random): readonly [namespace: string, name: string] => [
  oneOf({ random }, namespacesOf(world)),
  oneOf({ random }, accountNames),
]

const createAccount = async (world: World, random: Random): Promise<string> => {
  const [namespace, name] = placeOfAccount(world, random)
  // Managed names are among them: an entry that was there before us must stay.
  const names = ['theirs', 'x', 'shared-registry', `pullkeeper-${policiesOf(world)[0]}`]
  const list = names.filter(() => random.chance(0.3))
  const made = await make(world, serviceAccount(namespace, name, list))
  if (made) noteList(world, made)
  return made ? `account ${namespace}/${name} with ${list.join()}` : `account ${namespace}/${name} is there`
}

const removeAccount = async (world: World, random: Random): Promise<string> => {
  const [namespace, name] = placeOfAccount(world, random)
  return (await unmake(world, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name } }))
    ? `account ${namespace}/${name} deleted`
    : `no account ${namespace}/${name}`
}

const change = async (
  world: World,
  random: Random,
  what: string,
  how: (account: KubeObject) => JsonObject,
): Promise<string> => {
  const [namespace, name] = placeOfAccount(world, random)
  const written = await rewrite(world, pathOf('ServiceAccount', namespace, name), (account) => ({
    ...account,
    ...how(account),
  }))
  if (written) noteList(world, written)
  return written ? `account ${namespace}/${name} ${what}: ${listOf(written).join()}` : `no account ${namespace}/${name}`
}

const labelAccount = (world: World, random: Random): Promise<string> => {
  const labels = { kind: oneOf({ random }, ['ci', 'other']), ...(random.chance(0.2) && ignored) }
  return change(world, random, JSON.stringify(labels), ({ metadata }) => ({ metadata: { ...metadata, labels } }))
}

const addEntry = (world: World, random: Random): Promise<string> => {
  const name = oneOf({ random }, ['theirs', 'x', 'y'])
  const first = random.chance(0.3)
  return change(world, random, `gets ${name}`, (account) => {
    const others = listOf(account).filter((each) => each !== name)
    return { imagePullSecrets: entries(first ? [name, ...others] : [...others, name]) }
  })
}

const removeFirst = (world: World, random: Random): Promise<string> =>
  change(world, random, 'loses its first', (account) => ({ imagePullSecrets: entries(listOf(account).slice(1)) }))

const removeOurs = (world: World, random: Random): Promise<string> =>
  change(world, random, 'loses ours', (account) => {
    const ours = recordedOn(account)
    return { imagePullSecrets: entries(listOf(account).filter((name) => !ours.includes(name))) }
  })

const replace = (world: World, random: Random): Promise<string> =>
  change(world, random, 'is replaced', ({ metadata }) => ({
    metadata: { ...metadata, annotations: {} },
    imagePullSecrets: entries(['theirs']),
  }))

/** Namespaces come, go and change their labels. */
export const namespaceActs: readonly Act[] = [
  { weight: 8, run: createNamespace },
  { weight: 3, run: labelNamespace },
  { weight: 1, run: removeNamespace },
]

/** Other writers of ServiceAccounts, a tool among them that owns the whole object. */
export const accountActs: readonly Act[] = [
  { weight: 4, run: createAccount },
  { weight: 1, run: removeAccount },
  { weight: 3, run: labelAccount },
  { weight: 6, run: addEntry },
  { weight: 2, run: removeFirst },
  { weight: 2, run: removeOurs },
  { weight: 1, run: replace },
]
