import { equal, type JsonObject, numberAt, objectAt, textsAt } from '../../apiserver/json.ts'
import {
  conditionOf,
  controllerReference,
  isDeleting,
  keyOf,
  nameOf,
  namespaceOf,
  specOf,
  statusOf,
} from '../objects.ts'
import { templateHash } from './pods.ts'
import { condition, generationOf, writeStatus } from './status.ts'
import { controlledBy, listPath, objectPath, type World } from './world.ts'

const HASH_LABEL = 'pod-template-hash'

const withHash = (labels: Readonly<Record<string, string>>, hash: string) => ({ ...labels, [HASH_LABEL]: hash })

const createReplicaSet = async (
  { client, mirrors }: World,
  deployment: JsonObject,
  hash: string,
  revision: number,
): Promise<void> => {
  const spec = specOf(deployment)
  const template = objectAt(spec, 'template')
  const metadata = objectAt(template, 'metadata')
  const labels = withHash(textsAt(metadata, 'labels'), hash)
  const created = await client.create(listPath('ReplicaSet', namespaceOf(deployment)), {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${nameOf(deployment)}-${hash}`,
      namespace: namespaceOf(deployment),
      labels,
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: numberAt(spec, 'replicas') ?? 1,
      selector: { matchLabels: withHash(textsAt(objectAt(spec, 'selector'), 'matchLabels'), hash) },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  })
  await mirrors.ReplicaSet.appears(keyOf(created))
}

const scale = async ({ client }: World, replicaSet: JsonObject, replicas: number): Promise<void> => {
  if (numberAt(specOf(replicaSet), 'replicas') === replicas) return
  await client.patch(objectPath('ReplicaSet', namespaceOf(replicaSet), nameOf(replicaSet)), { spec: { replicas } })
}

const sum = (replicaSets: readonly JsonObject[], key: string) =>
  replicaSets.reduce((total, replicaSet) => total + (numberAt(statusOf(replicaSet), key) ?? 0), 0)

const conditions = (
  deployment: JsonObject,
  available: boolean,
  done: boolean,
  current: JsonObject | undefined,
): readonly JsonObject[] => {
  const failure = current && conditionOf(current, 'ReplicaFailure')
  return [
    available
      ? condition(deployment, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
      : condition(
          deployment,
          'Available',
          'False',
          'MinimumReplicasUnavailable',
          'Deployment does not have minimum availability.',
        ),
    done
      ? condition(
          deployment,
          'Progressing',
          'True',
          'NewReplicaSetAvailable',
          `ReplicaSet "${current ? nameOf(current) : ''}" has successfully progressed.`,
        )
      : condition(
          deployment,
          'Progressing',
          'True',
          'ReplicaSetUpdated',
          `ReplicaSet "${current ? nameOf(current) : ''}" is progressing.`,
        ),
    ...(failure ? [failure] : []),
  ]
}

/**
 * One ReplicaSet per template. A rollout is simpler than the real one: the new ReplicaSet gets all replicas at once, and
 * the old ones lose theirs when it is ready (so a rollout that cannot pull leaves the old pods running, as there).
 */
export const reconcileDeployment = async (world: World, deployment: JsonObject): Promise<undefined> => {
  const spec = specOf(deployment)
  const wanted = numberAt(spec, 'replicas') ?? 1
  const hash = templateHash(spec['template'] ?? null)
  const owned = controlledBy(world, 'ReplicaSet', deployment).filter((replicaSet) => !isDeleting(replicaSet))
  const current = owned.find((replicaSet) => textsAt(objectAt(replicaSet, 'metadata'), 'labels')[HASH_LABEL] === hash)
  if (!current) await createReplicaSet(world, deployment, hash, owned.length + 1)
  else await scale(world, current, wanted)

  const updatedReady = current ? sum([current], 'readyReplicas') : 0
  const old = owned.filter((replicaSet) => !equal(replicaSet, current))
  if (updatedReady >= wanted) for (const replicaSet of old) await scale(world, replicaSet, 0)

  const ready = sum(owned, 'readyReplicas')
  await writeStatus(world, 'Deployment', deployment, {
    observedGeneration: generationOf(deployment),
    replicas: sum(owned, 'replicas'),
    updatedReplicas: current ? sum([current], 'replicas') : 0,
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, wanted - ready),
    conditions: conditions(deployment, ready >= wanted, updatedReady >= wanted, current),
  })
  return undefined
}
