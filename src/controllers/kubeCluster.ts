import { quotesCredential } from '../domain/credentials/quotes.ts'
import { attachedAnnotation, managedByLabel, marksOf, policyLabel, selfAnnotation } from '../domain/ownership/marks.ts'
import type { OwnerReference } from '../domain/objects/ownerReference.ts'
import type { Pod } from '../domain/objects/pod.ts'
import type { Policy } from '../domain/objects/policy.ts'
import type { PullSecret } from '../domain/objects/pullSecret.ts'
import type { ServiceAccount } from '../domain/objects/serviceAccount.ts'
import { ApiError, failureWithoutAnswer, isNotFound } from '../kube/apiError.ts'
import type { ApiClient } from '../kube/client.ts'
import { clusterScoped, namespaced, namespacedCollection } from '../kube/resourcePath.ts'
import type { ManagedSecret } from '../plan/credentials/action.ts'
import type { Decode } from '../store/records/decoded.ts'
import { decodeFieldManagers } from '../store/records/fieldManagers.ts'
import { decodeOwner } from '../store/records/owner.ts'
import { decodeSecretType } from '../store/records/secretType.ts'
import { decodeVersion } from '../store/records/version.ts'
import type { Cluster, Seen } from './cluster.ts'

const core = '/api/v1'
const policies = '/apis/pullkeeper.dev/v1alpha1'

/** Decoders for what our calls are answered with: those of the watches. */
export interface AnswerDecoders {
  readonly pullSecret: Decode<PullSecret>
  readonly serviceAccount: Decode<ServiceAccount>
  readonly policy: Decode<Policy>
  readonly pod: Decode<Pod>
}

const secretPath = (namespace: string, name: string): string => namespaced(core, 'secrets', namespace, name)
const accountPath = (namespace: string, name: string): string => namespaced(core, 'serviceaccounts', namespace, name)
const podPath = (namespace: string, name: string): string => namespaced(core, 'pods', namespace, name)
const policyPath = (name: string): string => clusterScoped(policies, 'imagepolicies', name)

const read = <R>(decode: Decode<R>, answer: unknown, request: string): R => {
  const decoded = decode(answer)
  if (decoded.ok) return decoded.record
  throw new ApiError(failureWithoutAnswer('Unreadable', decoded.problem), request)
}

const unlessGone = async <T>(call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Takes the words out of a refusal that quotes the credentials, as an admission webhook may: it is told to many. */
const discreetly = async <T>(secret: ManagedSecret, request: string, call: Promise<T>): Promise<T> => {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof ApiError) || !quotesCredential(error.message, secret.config)) throw error
    const message = 'the answer quotes the credentials, and is left out here'
    // Without its cause, which has the words.
    throw new ApiError({ ...error.failure, message }, request)
  }
}

/** What is ours of a managed secret that is there: all else on it is somebody else's, and stays. */
const ownPart = (secret: ManagedSecret) => {
  const marks = marksOf(secret.policy, secret)
  return {
    metadata: {
      labels: { [managedByLabel]: marks.managedBy, [policyLabel]: marks.policy },
      annotations: { [selfAnnotation]: marks.self },
    },
    data: { '.dockerconfigjson': Buffer.from(secret.config, 'utf8').toString('base64') },
  }
}

const newSecret = (secret: ManagedSecret): object => {
  const { metadata, data } = ownPart(secret)
  const { namespace, name } = secret
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name, ...metadata },
    type: 'kubernetes.io/dockerconfigjson',
    data,
  }
}

const secretPatch = (secret: ManagedSecret, { uid, resourceVersion }: Seen): object => {
  const { metadata, data } = ownPart(secret)
  return { metadata: { uid, resourceVersion, ...metadata }, data }
}

const groupPath = ({ apiVersion }: OwnerReference): typeof core | `/apis/${string}/${string}` => {
  const [group = '', version] = apiVersion.split('/')
  return version === undefined ? core : `/apis/${group}/${version}`
}

const plural: Readonly<Record<string, string>> = {
  ReplicaSet: 'replicasets',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  ReplicationController: 'replicationcontrollers',
  Job: 'jobs',
}

/** The cluster over its API. */
export const createKubeCluster = (client: ApiClient, decode: AnswerDecoders): Cluster => ({
  lookAtSecret: async (namespace, name) => {
    const path = secretPath(namespace, name)
    const answer = await unlessGone(client.get(path))
    if (answer === undefined) return { kind: 'absent' }
    const { type, ours } = read(decodeSecretType, answer, `GET ${path}`)
    if (type !== 'kubernetes.io/dockerconfigjson' && type !== 'kubernetes.io/dockercfg') {
      return { kind: 'otherType', type, ...(ours !== undefined && { ours }) }
    }
    return { kind: 'pullSecret', secret: read(decode.pullSecret, answer, `GET ${path}`) }
  },
  createSecret: async (secret) => {
    const path = namespacedCollection(core, 'secrets', secret.namespace)
    const request = `POST ${path}`
    const answer = await discreetly(secret, request, client.create(path, newSecret(secret)))
    return read(decode.pullSecret, answer, request)
  },
  patchSecret: async (secret, seen) => {
    const path = secretPath(secret.namespace, secret.name)
    const request = `PATCH ${path}`
    const answer = await discreetly(secret, request, client.mergePatch(path, secretPatch(secret, seen)))
    return read(decode.pullSecret, answer, request)
  },
  deleteSecret: async (namespace, name, preconditions) => {
    await unlessGone(client.delete(secretPath(namespace, name), preconditions))
  },
  lookAtAccount: async (namespace, name) => {
    const path = accountPath(namespace, name)
    const answer = await unlessGone(client.get(path))
    return answer === undefined ? undefined : read(decode.serviceAccount, answer, `GET ${path}`)
  },
  writersOf: async (resource, namespace, name) => {
    const path = namespaced(core, resource, namespace, name)
    const answer = await unlessGone(client.get(path))
    return answer === undefined ? [] : read(decodeFieldManagers, answer, `GET ${path}`)
  },
  writeAccount: async ({ namespace, name, resourceVersion, imagePullSecrets, attached }) => {
    const path = accountPath(namespace, name)
    const answer = await client.mergePatch(path, {
      metadata: { resourceVersion, annotations: { [attachedAnnotation]: attached ?? null } },
      imagePullSecrets: imagePullSecrets.map((secret) => ({ name: secret })),
    })
    return read(decode.serviceAccount, answer, `PATCH ${path}`)
  },
  writeFinalizers: async ({ name, resourceVersion }, finalizers) => {
    const path = policyPath(name)
    const answer = await client.mergePatch(path, { metadata: { resourceVersion, finalizers } })
    return read(decode.policy, answer, `PATCH ${path}`)
  },
  writeStatus: async ({ name, uid, resourceVersion }, status) => {
    const path = policyPath(name)
    const answer = await client.replaceStatus(path, {
      apiVersion: 'pullkeeper.dev/v1alpha1',
      kind: 'ImagePolicy',
      metadata: { name, uid, resourceVersion },
      status,
    })
    return read(decode.policy, answer, `PUT ${path}/status`)
  },
  lookAtOwner: async (namespace, owner) => {
    const resource = plural[owner.kind]
    if (resource === undefined) return undefined
    const path = namespaced(groupPath(owner), resource, namespace, owner.name)
    const answer = await unlessGone(client.get(path))
    if (answer === undefined) return undefined
    const { uid, controller, replicaFailure, setsPullSecrets } = read(decodeOwner, answer, `GET ${path}`)
    if (uid !== owner.uid) return undefined
    return { replicaFailure, setsPullSecrets, ...(controller !== undefined && { controller }) }
  },
  lookAtPod: async (namespace, name) => {
    const path = podPath(namespace, name)
    const answer = await unlessGone(client.get(path))
    if (answer === undefined) return undefined
    const pod = read(decode.pod, answer, `GET ${path}`)
    return { pod, resourceVersion: read(decodeVersion, answer, `GET ${path}`) }
  },
  evictPod: async ({ pod: { namespace, name, uid }, resourceVersion }) => {
    await unlessGone(client.evict({ namespace, name, uid, resourceVersion }))
  },
})
