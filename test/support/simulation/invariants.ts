import { equal, objectAt, textAt, textsAt, without } from '../apiserver/json.ts'
import type { InProcessStore } from '../apiserver/inProcess.ts'
import type { KubeObject } from '../apiserver/object.ts'
import type { Change } from '../apiserver/storage/changeLog.ts'
import { bearsOurMarks, dockerConfigJson, listOf, recordedOn } from './credentials.ts'
import { policies } from './modelServer.ts'

const nameOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.namespace}/${metadata.name}`

/** What others may have put on a Secret of ours, and what is no credential in it. */
const besideOurCopy = (secret: KubeObject) => ({
  labels: without(textsAt(secret.metadata, 'labels'), 'app.kubernetes.io/managed-by', 'pullkeeper.dev/policy'),
  annotations: without(textsAt(secret.metadata, 'annotations'), 'pullkeeper.dev/self'),
  finalizers: secret.metadata.finalizers ?? [],
  data: without(textsAt(secret, 'data'), '.dockerconfigjson'),
})

/** Only what is ours is written, what we write says that it is, and what others put there stays. */
const forbiddenOnSecret = ({ object, previous, type }: Change): string | undefined => {
  if (previous !== undefined && !bearsOurMarks(previous)) return `${type} of ${nameOf(object)}, which is not ours`
  if (type === 'DELETED') return undefined
  if (!bearsOurMarks(object)) return `${nameOf(object)} written without our marks`
  return previous === undefined || equal(besideOurCopy(object), besideOurCopy(previous))
    ? undefined
    : `${nameOf(object)} lost what others put on it`
}

const besideOurs = (account: KubeObject) => ({
  ...without(account, 'imagePullSecrets', 'metadata'),
  labels: textsAt(account.metadata, 'labels'),
  annotations: without(textsAt(account.metadata, 'annotations'), 'pullkeeper.dev/attached'),
})

/** Entries that are not ours stay, in their order, and so does everything beside the list. */
const forbiddenOnAccount = ({ object, previous }: Change): string | undefined => {
  if (previous === undefined) return `${nameOf(object)} created`
  const recorded = recordedOn(previous)
  const theirs = listOf(previous).filter((entry) => !recorded.includes(entry))
  const added = recordedOn(object).filter((entry) => !theirs.includes(entry))
  const after = listOf(object).filter((entry) => !added.includes(entry))
  if (!equal(theirs, after)) return `${nameOf(object)} had ${theirs.join()}, and has ${listOf(object).join()}`
  return equal(besideOurs(object), besideOurs(previous)) ? undefined : `${nameOf(object)} changed beside its list`
}

/** References go before the secret; only one that cannot be changed in place is deleted while it is wanted. */
const forbiddenOrder = (server: InProcessStore, { type, object }: Change): string | undefined => {
  if (object.kind !== 'Secret' || type !== 'DELETED') return undefined
  if (object['immutable'] === true || object['type'] !== dockerConfigJson) return undefined
  const { namespace = '', name } = object.metadata
  const referring = server
    .list('serviceaccounts', { namespace })
    .find((account) => listOf(account).includes(name) && recordedOn(account).includes(name))
  return referring && `${nameOf(object)} went before its reference on ${nameOf(referring)}`
}

/** The promises that hold at every single write of the operator, whatever happens around it. */
export const forbiddenIn = (server: InProcessStore, change: Change): string | undefined =>
  (change.object.kind === 'Secret' ? forbiddenOnSecret(change) : forbiddenOnAccount(change)) ??
  forbiddenOrder(server, change)

const isLive = (server: InProcessStore, name: string): boolean => {
  const namespace = server.find('namespaces', { name })
  return namespace !== undefined && namespace.metadata.deletionTimestamp === undefined
}

/** Whether some policy that stays has this name: then it takes the Secret over. */
const isWanted = (server: InProcessStore, { metadata }: KubeObject): boolean =>
  server.list(policies).some((policy) => {
    const credentials = objectAt(objectAt(policy, 'spec'), 'credentials')
    return (textAt(credentials, 'secretName') || `pullkeeper-${policy.metadata.name}`) === metadata.name
  })

/**
 * What a policy that has just gone left behind: its finalizer should have kept it, but where it was refused, or where
 * another policy took it over as far as the operator could know when it asked. If that one has given its claim up since
 * then, the Secret goes by itself, which is seen at the end.
 */
export const tracesOf = (
  server: InProcessStore,
  { metadata: { name } }: KubeObject,
  refusing: ReadonlySet<string>,
  claims: ReadonlyMap<string, string>,
): readonly string[] =>
  server
    .list('secrets')
    .filter((secret) => bearsOurMarks(secret) && secret['type'] === dockerConfigJson)
    .filter(({ metadata }) => textsAt(metadata, 'labels')['pullkeeper.dev/policy'] === name)
    .filter(({ metadata }) => !refusing.has(metadata.namespace ?? ''))
    .filter((secret) => isLive(server, secret.metadata.namespace ?? '') && !isWanted(server, secret))
    .filter((secret) => ![...claims].some(([policy, of]) => policy !== name && of === secret.metadata.name))
    .map((secret) => `policy ${name} went before ${nameOf(secret)}`)
