import { type JsonObject, objectAt, textsAt } from '../apiserver/json.ts'
import type { InProcessStore } from '../apiserver/inProcess.ts'
import type { KubeObject } from '../apiserver/object.ts'
import {
  authsOf,
  bearsOurMarks,
  dockerConfigJson,
  listOf,
  recordedOn,
  sourceNames,
  sourceSecret,
} from './credentials.ts'
import { operatorNamespace, policies } from './modelServer.ts'
import type { Random } from './random.ts'

/** What everybody but the operator does to the cluster, and what of it must still be there at the end. */
export interface Writers {
  /** Does something by chance and says what. */
  readonly act: () => string
  /** The same, of what leaves the operator able to carry everything out. */
  readonly actHarmlessly: () => string
  /** Brings sources and policies into a state in which the operator can do everything. */
  readonly settle: () => void
  /** Entries of each ServiceAccount, by uid, that are not ours, in their order. */
  readonly foreignEntries: ReadonlyMap<string, readonly string[]>
  /** The version of each source's credentials. */
  readonly versions: ReadonlyMap<string, number>
}

const namespaceNames = ['a', 'b', 'c'] as const
const accountNames = ['default', 'build', 'run'] as const
const policyNames = ['p', 'q', 'r'] as const
/** Two policies may want one name. */
const secretNames = ['shared-registry', 'own-registry', undefined] as const
const foreignNames = ['theirs', 'x', 'shared-registry', 'pullkeeper-p'] as const

const entries = (names: readonly string[]) => names.map((name) => ({ name }))

export const createWriters = (server: InProcessStore, random: Random): Writers => {
  const foreignEntries = new Map<string, readonly string[]>()
  const versions = new Map<string, number>()
  const one = <T>(items: readonly [T, ...T[]]): T => random.pick(items) ?? items[0]
  const isLive = (name: string): boolean => {
    const namespace = server.find('namespaces', { name })
    return namespace !== undefined && namespace.metadata.deletionTimestamp === undefined
  }
  const anyOf = (resource: string): KubeObject | undefined =>
    random.pick(server.list(resource).filter(({ metadata }) => (metadata.namespace ?? '').length < 2))

  const noteList = (account: KubeObject): void => {
    const recorded = recordedOn(account)
    foreignEntries.set(
      account.metadata.uid ?? '',
      listOf(account).filter((name) => !recorded.includes(name)),
    )
  }
  const changeAccount = (change: (account: KubeObject) => JsonObject): string => {
    const account = anyOf('serviceaccounts')
    if (account === undefined) return 'no account'
    noteList(server.update({ ...account, ...change(account) }))
    return `account ${account.metadata.namespace}/${account.metadata.name}`
  }
  const createAccount = (namespace: string, name: string, list: readonly string[]): void =>
    noteList(
      server.create({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { namespace, name },
        imagePullSecrets: entries(list),
      }),
    )

  const writeSource = (name: string): string => {
    const version = (versions.get(name) ?? 0) + 1
    const known = server.find('secrets', { namespace: operatorNamespace, name })
    versions.set(name, version)
    if (known === undefined) server.create(sourceSecret(name, version))
    else server.update({ ...known, data: sourceSecret(name, version)['data'] })
    return `source ${name} version ${version}`
  }

  const isGood = (name: string): boolean => {
    const source = server.find('secrets', { namespace: operatorNamespace, name })
    return Object.keys(authsOf(source) ?? {}).length > 0
  }

  const policySpec = (): JsonObject => ({
    namespaceSelector: random.chance(0.5) ? {} : { matchLabels: { team: 'blue' } },
    credentials: {
      sources: sourceNames
        .filter((_, index) => index === 0 || random.chance(0.4))
        .map((name) => ({ name, secretRef: { name } })),
      ...(random.chance(0.4) && {
        serviceAccounts: random.chance(0.5) ? { names: ['default'] } : { selector: { matchLabels: { kind: 'ci' } } },
      }),
    },
  })
  const createPolicy = (): string => {
    const name = one(policyNames)
    if (server.find(policies, { name })) return 'policy is there'
    const secretName = one(secretNames)
    const spec = policySpec()
    const credentials = { ...objectAt(spec, 'credentials'), ...(secretName !== undefined && { secretName }) }
    server.create({
      apiVersion: 'pullkeeper.dev/v1alpha1',
      kind: 'ImagePolicy',
      metadata: { name },
      spec: { ...spec, ...(random.chance(0.9) && { credentials }) },
    })
    return `policy ${name} created`
  }
  const changePolicy = (change: (spec: JsonObject) => JsonObject): string => {
    const policy = anyOf(policies)
    if (policy === undefined) return 'no policy'
    const spec = change(objectAt(policy, 'spec'))
    server.update({ ...policy, spec })
    return `policy ${policy.metadata.name} ${JSON.stringify(spec)}`
  }
  const keepSecretName = (spec: JsonObject): JsonObject => {
    const fresh = policySpec()
    const { secretName } = objectAt(spec, 'credentials')
    return {
      ...fresh,
      credentials: { ...objectAt(fresh, 'credentials'), ...(secretName !== undefined && { secretName }) },
    }
  }

  /** A managed secret in some namespace, for who tampers with it. */
  const managed = (): KubeObject | undefined => random.pick(server.list('secrets').filter(bearsOurMarks))
  const tamper = (change: (secret: KubeObject) => void): string => {
    const secret = managed()
    if (secret === undefined) return 'nothing managed'
    change(secret)
    return `tampered with ${secret.metadata.namespace}/${secret.metadata.name}`
  }
  const remove = ({ metadata: { namespace, name } }: KubeObject): KubeObject =>
    server.delete('secrets', { ...(namespace !== undefined && { namespace }), name })

  const finish = (name: string): void => {
    for (const resource of ['secrets', 'serviceaccounts'])
      for (const { metadata } of server.list(resource, { namespace: name }))
        server.delete(resource, { namespace: name, name: metadata.name })
    server.update(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: { finalizers: [] } },
      { subresource: 'finalize' },
    )
  }

  const acts: readonly (readonly [weight: number, act: () => string, harm?: 'lasting'])[] = [
    [
      6,
      () => {
        const name = one(namespaceNames)
        if (server.find('namespaces', { name })) return 'namespace is there'
        const labels = random.chance(0.5) ? { team: 'blue' } : {}
        server.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })
        createAccount(name, 'default', [])
        return `namespace ${name}`
      },
    ],
    [
      3,
      () => {
        const namespace = random.pick(namespaceNames.filter(isLive))
        const known = namespace && server.find('namespaces', { name: namespace })
        if (known === undefined) return 'no namespace'
        const labels = { team: one(['blue', 'red']), ...(random.chance(0.2) && { 'pullkeeper.dev/ignore': 'true' }) }
        server.update({ ...known, metadata: { ...known.metadata, labels } })
        return `namespace ${namespace} ${JSON.stringify(labels)}`
      },
    ],
    [
      1,
      () => {
        const name = random.pick(namespaceNames.filter(isLive))
        if (name === undefined) return 'no namespace'
        server.delete('namespaces', { name })
        return `namespace ${name} goes`
      },
    ],
    [
      2,
      () => {
        const name = random.pick(
          namespaceNames.filter((each) => !isLive(each) && server.find('namespaces', { name: each })),
        )
        if (name === undefined) return 'no namespace goes'
        finish(name)
        return `namespace ${name} is gone`
      },
    ],
    [
      4,
      () => {
        const [namespace, name] = [random.pick(namespaceNames.filter(isLive)), one(accountNames)]
        if (namespace === undefined || server.find('serviceaccounts', { namespace, name })) return 'account is there'
        createAccount(
          namespace,
          name,
          foreignNames.filter(() => random.chance(0.3)),
        )
        return `account ${namespace}/${name}`
      },
    ],
    [
      1,
      () => {
        const account = anyOf('serviceaccounts')
        if (account === undefined) return 'no account'
        server.delete('serviceaccounts', { namespace: account.metadata.namespace ?? '', name: account.metadata.name })
        return `account ${account.metadata.namespace}/${account.metadata.name} deleted`
      },
    ],
    [
      3,
      () =>
        changeAccount(({ metadata }) => ({
          metadata: {
            ...metadata,
            labels: { kind: one(['ci', 'other']), ...(random.chance(0.2) && { 'pullkeeper.dev/ignore': 'true' }) },
          },
        })),
    ],
    [5, () => changeAccount((account) => ({ imagePullSecrets: entries([...listOf(account), one(['theirs', 'x'])]) }))],
    [3, () => changeAccount((account) => ({ imagePullSecrets: entries(listOf(account).slice(1)) }))],
    // As a tool that owns the object replaces it: list and annotation go.
    [
      3,
      () =>
        changeAccount(({ metadata }) => ({
          metadata: { ...metadata, annotations: {} },
          imagePullSecrets: entries(['theirs']),
        })),
    ],
    [8, createPolicy],
    [4, () => changePolicy(keepSecretName)],
    [2, () => changePolicy((spec) => ({ ...spec, suspend: random.chance(0.5) })), 'lasting'],
    [1, () => changePolicy(({ namespaceSelector = {} }) => ({ namespaceSelector }))],
    [
      3,
      () => {
        const policy = anyOf(policies)
        if (policy === undefined) return 'no policy'
        server.delete(policies, { name: policy.metadata.name })
        return `policy ${policy.metadata.name} deleted`
      },
    ],
    [6, () => writeSource(one(sourceNames))],
    [
      2,
      () => {
        const name = one(sourceNames)
        const known = server.find('secrets', { namespace: operatorNamespace, name })
        if (known === undefined) return 'no source'
        server.update({ ...known, data: { '.dockerconfigjson': Buffer.from('{"auths":[]}').toString('base64') } })
        return `source ${name} broken`
      },
      'lasting',
    ],
    [
      1,
      () => {
        const name = one(sourceNames)
        if (!server.find('secrets', { namespace: operatorNamespace, name })) return 'no source'
        server.delete('secrets', { namespace: operatorNamespace, name })
        return `source ${name} deleted`
      },
      'lasting',
    ],
    [3, () => tamper(remove)],
    [
      3,
      () =>
        tamper((secret) => {
          if (secret['immutable'] === true) return
          server.update({ ...secret, data: { '.dockerconfigjson': Buffer.from('{"auths":{}}').toString('base64') } })
        }),
    ],
    [2, () => tamper((secret) => void server.update({ ...secret, immutable: true }))],
    [
      2,
      () =>
        tamper((secret) => {
          const { namespace = '', name, labels, annotations } = secret.metadata
          remove(secret)
          if (isLive(namespace))
            server.create({
              apiVersion: 'v1',
              kind: 'Secret',
              metadata: { namespace, name, labels, annotations },
              type: 'Opaque',
            })
        }),
    ],
    [
      2,
      () =>
        tamper((secret) => {
          const labels = { ...textsAt(secret.metadata, 'labels'), 'pullkeeper.dev/policy': 'nobody' }
          server.update({ ...secret, metadata: { ...secret.metadata, labels } })
        }),
    ],
    [1, () => tamper((secret) => void server.update({ ...secret, metadata: { ...secret.metadata, annotations: {} } }))],
    [
      2,
      () => {
        const namespace = random.pick(namespaceNames.filter(isLive))
        const name = one(['shared-registry', 'pullkeeper-p'])
        if (namespace === undefined || server.find('secrets', { namespace, name })) return 'secret is there'
        const docker = random.chance(0.5)
        server.create({
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { namespace, name },
          type: docker ? dockerConfigJson : 'Opaque',
          data: docker ? sourceSecret('foreign', 1)['data'] : {},
        })
        return `foreign secret ${namespace}/${name}`
      },
    ],
    [
      2,
      () => {
        const foreign = random.pick(
          server
            .list('secrets')
            .filter((secret) => !bearsOurMarks(secret) && secret.metadata.namespace !== operatorNamespace),
        )
        if (foreign === undefined) return 'no foreign secret'
        remove(foreign)
        return `foreign secret ${foreign.metadata.namespace}/${foreign.metadata.name} deleted`
      },
    ],
  ]
  const lots = acts.flatMap(([weight, act, harm]) => Array.from({ length: weight }, () => ({ act, harm })))
  const harmless = lots.filter(({ harm }) => harm === undefined)

  for (const name of sourceNames) writeSource(name)
  return {
    foreignEntries,
    versions,
    act: () => random.pick(lots)?.act() ?? '',
    actHarmlessly: () => random.pick(harmless)?.act() ?? '',
    settle: () => {
      for (const name of sourceNames) if (!isGood(name)) writeSource(name)
      for (const policy of server.list(policies)) {
        const spec = objectAt(policy, 'spec')
        if (spec['suspend'] === true) server.update({ ...policy, spec: { ...spec, suspend: false } })
      }
    },
  }
}
