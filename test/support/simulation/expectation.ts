import { equal, type JsonObject, objectAt, objectsAt, textAt, textsAt } from '../apiserver/json.ts'
import type { InProcessStore } from '../apiserver/inProcess.ts'
import type { KubeObject } from '../apiserver/object.ts'
import { authsOf, bearsOurMarks, dockerConfigJson, listOf, loginOf, recordedOn } from './credentials.ts'
import { operatorNamespace, policies } from './modelServer.ts'
import type { Writers } from './writers/writers.ts'

/** What is judged: a store, or what was read from a server at one moment. */
export type Cluster = Pick<InProcessStore, 'find' | 'list'>

/** What others did, as far as it says what must be there. */
export type Others = Pick<Writers, 'foreignEntries' | 'versions'>

/** What a policy says, read by rules of its own: nothing here is shared with the product. */
interface Policy {
  readonly name: string
  readonly secretName: string
  readonly selects: (labels: Readonly<Record<string, string>>) => boolean
  readonly selectsAccount: (account: KubeObject) => boolean
  readonly sources: readonly string[]
}

const matches = (selector: JsonObject, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(textsAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value)

const ignored = ({ metadata }: KubeObject): boolean => textsAt(metadata, 'labels')['pullkeeper.dev/ignore'] === 'true'

const policyOf = ({ metadata: { name }, ...policy }: KubeObject): Policy => {
  const spec = objectAt(policy, 'spec')
  const credentials = objectAt(spec, 'credentials')
  const accounts = credentials['serviceAccounts'] === undefined ? undefined : objectAt(credentials, 'serviceAccounts')
  const names = accounts?.['names']
  return {
    name,
    secretName: textAt(credentials, 'secretName') || `pullkeeper-${name}`,
    selects: (labels) => matches(objectAt(spec, 'namespaceSelector'), labels),
    selectsAccount: (account) =>
      !ignored(account) &&
      (accounts === undefined ||
        (Array.isArray(names) && names.includes(account.metadata.name)) ||
        (accounts['selector'] !== undefined &&
          matches(objectAt(accounts, 'selector'), textsAt(account.metadata, 'labels')))),
    sources: objectsAt(credentials, 'sources').map((source) => textAt(objectAt(source, 'secretRef'), 'name')),
  }
}

const bySeniority = (a: KubeObject, b: KubeObject): number => {
  const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  return left === right ? (a.metadata.name < b.metadata.name ? -1 : 1) : left < right ? -1 : 1
}

const givingPolicies = (server: Cluster): readonly Policy[] =>
  server
    .list(policies)
    .filter((policy) => objectAt(policy, 'spec')['credentials'] !== undefined && !policy.metadata.deletionTimestamp)
    .sort(bySeniority)
    .map(policyOf)

/** The first source has a key that two give. */
const authsWanted = ({ sources }: Policy, versions: Others['versions']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    sources.toReversed().flatMap((name) => {
      const login = loginOf(name, versions.get(name) ?? 0)
      return [
        [`${name}.example.com`, login],
        ['shared.example.com', login],
      ]
    }),
  )

const sorted = (names: readonly string[]): readonly string[] => names.toSorted()

/** What is not as it should be in one namespace. */
const wrongIn = (server: Cluster, writers: Others, namespace: KubeObject): readonly string[] => {
  const { name: of, labels = {} } = namespace.metadata
  const wanted = new Map<string, Policy>()
  if (!ignored(namespace))
    for (const policy of givingPolicies(server))
      if (policy.selects(labels) && !wanted.has(policy.secretName)) wanted.set(policy.secretName, policy)

  const wrong: string[] = []
  const published = new Map<string, Policy>()
  for (const [name, policy] of wanted) {
    const secret = server.find('secrets', { namespace: of, name })
    // Somebody else's Secret stays, and nothing may refer to it on our account.
    if (secret !== undefined && !bearsOurMarks(secret)) continue
    published.set(name, policy)
    const right =
      secret !== undefined &&
      secret['type'] === dockerConfigJson &&
      textsAt(secret.metadata, 'labels')['pullkeeper.dev/policy'] === policy.name &&
      equal(authsOf(secret) ?? {}, authsWanted(policy, writers.versions))
    if (!right) wrong.push(`secret ${of}/${name} of ${policy.name} is ${JSON.stringify(secret ?? 'not there')}`)
  }
  for (const secret of server.list('secrets', { namespace: of })) {
    // One that somebody made anew with another type shows in no watch: it is theirs to remove.
    const visible = secret['type'] === dockerConfigJson
    if (visible && bearsOurMarks(secret) && !wanted.has(secret.metadata.name))
      wrong.push(`orphan ${of}/${secret.metadata.name}`)
  }
  for (const account of server.list('serviceaccounts', { namespace: of })) {
    const recorded = recordedOn(account)
    const list = listOf(account)
    const own = list.filter((name) => !recorded.includes(name))
    const foreign = writers.foreignEntries.get(account.metadata.uid ?? '') ?? []
    const attach = [...published].filter(([, policy]) => policy.selectsAccount(account)).map(([name]) => name)
    const show = `account ${of}/${account.metadata.name} has ${list.join()} and records ${recorded.join()}`
    if (JSON.stringify(own) !== JSON.stringify(foreign)) wrong.push(`${show}, but others put there ${foreign.join()}`)
    const missing = attach.filter((name) => !list.includes(name))
    const surplus = recorded.filter((name) => !attach.includes(name))
    if (missing.length + surplus.length > 0) wrong.push(`${show}, but should have ${sorted(attach).join()}`)
  }
  return wrong
}

/** Everything that is not as the policies, and everybody else, want it. */
export const wrongWith = (server: Cluster, writers: Others): readonly string[] => [
  ...server
    .list('namespaces')
    .filter(({ metadata }) => metadata.name !== operatorNamespace && metadata.deletionTimestamp === undefined)
    .flatMap((namespace) => wrongIn(server, writers, namespace)),
  ...server.list(policies).flatMap((policy) => {
    const { name, deletionTimestamp, finalizers = [] } = policy.metadata
    const gives = objectAt(policy, 'spec')['credentials'] !== undefined
    if (deletionTimestamp !== undefined) return [`policy ${name} is still there`]
    return finalizers.length === (gives ? 1 : 0) ? [] : [`policy ${name} has finalizers ${finalizers.join()}`]
  }),
]
