import { createObstacles } from '../../../src/controllers/credentials/obstacles.ts'
import { creationSubject, reconcileCreation } from '../../../src/controllers/detection/reconcileCreation.ts'
import { mayFail, reconcilePod } from '../../../src/controllers/detection/reconcilePod.ts'
import { createSecretReads } from '../../../src/controllers/detection/secretReads.ts'
import { createWorld } from '../../../src/controllers/detection/world.ts'
import { createKubeCluster } from '../../../src/controllers/kubeCluster.ts'
import { createUnreadable } from '../../../src/controllers/unreadable.ts'
import { watches, type WatchName } from '../../../src/controllers/watches.ts'
import type { WorkloadFindings } from '../../../src/domain/failure/finding.ts'
import type { EffectivePolicy } from '../../../src/plan/credentials/effectivePolicy.ts'
import { createInterner } from '../../../src/store/intern.ts'
import { decodeImagePolicy } from '../../../src/store/records/imagePolicy.ts'
import { decodePod } from '../../../src/store/records/pod.ts'
import { decodePullSecret } from '../../../src/store/records/pullSecret.ts'
import { decodeServiceAccount } from '../../../src/store/records/serviceAccount.ts'
import { createStore } from '../../../src/store/store.ts'
import { createTable } from '../../../src/store/table.ts'
import type { JsonObject } from '../apiserver/json.ts'
import { encodeMessage } from '../protobuf/encode.ts'
import { messages } from '../protobuf/messages.ts'
import { createModelClient } from '../simulation/modelClient.ts'
import { createModelServer } from '../simulation/modelServer.ts'

/** How a watch delivers objects. */
export type Wire = 'JSON' | 'protobuf'

const kinds: Readonly<Partial<Record<WatchName, keyof typeof messages>>> = {
  namespaces: 'Namespace',
  serviceaccounts: 'ServiceAccount',
  'secrets/dockerconfigjson': 'Secret',
  'secrets/dockercfg': 'Secret',
  pods: 'Pod',
  events: 'Event',
  nodes: 'Node',
  runtimeclasses: 'RuntimeClass',
}

const never = (): void => {}

/**
 * What the operator finds in a cluster of these objects: they come through its watches, in the encoding that is asked
 * for, into its store, and each pod and each refused owner is looked at as its controllers do. By pod (`namespace/name`)
 * and by the uid of an owner.
 */
export const diagnoseAsOperator = async (
  objects: readonly JsonObject[],
  wire: Wire,
): Promise<(subject: string) => WorkloadFindings | undefined> => {
  const server = createModelServer(() => 0)
  server.seed(objects)
  const store = createStore()
  const interner = createInterner()
  const decode = {
    pullSecret: decodePullSecret(interner, { keepConfig: () => false }),
    serviceAccount: decodeServiceAccount(interner),
    policy: decodeImagePolicy(interner),
    pod: decodePod(interner),
  }
  const recorder = { record: never, known: never, forgotten: never, stop: never }

  for (const watch of watches({ store, interner, decode, ownEvents: recorder, unreadablePolicies: createUnreadable() }))
    await watch.follow((resource, sink) => {
      const kind = kinds[watch.name]
      if (kind === undefined) return Promise.resolve()
      const { fieldSelector = '' } = resource
      for (const object of server.list(resource.path.replace(/^.*\//, ''), { fieldSelector })) {
        const decoded = resource.decode(wire === 'JSON' ? object : encodeMessage(messages[kind], object))
        if (!decoded.ok) throw new Error(`${watch.name}: ${decoded.problem}`)
        sink.upsert(decoded.key, decoded.record)
      }
      return Promise.resolve()
    })

  const { signal } = new AbortController()
  const cluster = createKubeCluster(
    createModelClient(server, (call) => call.perform()()),
    decode,
  )
  const wanted = new Set<string>()
  const secrets = createSecretReads({
    store,
    cluster,
    enqueue: (key) => wanted.add(key),
    diagnoseAgain: never,
    clock: () => 0,
  })
  const world = createWorld(store, createTable<EffectivePolicy>(), createObstacles(), secrets, () => false, true)
  const pod = reconcilePod({ store, world, owners: { want: never }, secrets, recorder })
  const creation = reconcileCreation({ store, world, cluster, recorder, lastCreated: new Map() })
  const lookAtPods = async (): Promise<void> => {
    for (const key of store.pods.keys()) {
      const record = store.pods.get(key)
      if (record !== undefined && mayFail(record)) await pod(key, signal)
    }
  }
  await lookAtPods()
  for (const key of wanted) await secrets.reconcile(key, signal)
  await lookAtPods()
  for (const uid of store.events.uidsOf('FailedCreate')) await creation(uid, signal)
  return (subject) => store.findings.of(subject) ?? store.findings.of(creationSubject(subject))
}
