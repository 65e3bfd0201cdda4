import { type JsonObject, numberAt, objectAt, textAt, textsAt } from '../../apiserver/json.ts'
import { isReady, nameOf, specOf } from '../objects.ts'
import { activePods, createPod, deletePod, type Refused, templateHash } from './pods.ts'
import { type Again, REFUSED_RETRY_MILLISECONDS } from './replicaSet.ts'
import { countReady, generationOf, writeStatus } from './status.ts'
import { controlledBy, type World } from './world.ts'

const REVISION_LABEL = 'controller-revision-hash'

const ordinalLabels = (name: string, ordinal: number, revision: string) => ({
  'statefulset.kubernetes.io/pod-name': name,
  'apps.kubernetes.io/pod-index': String(ordinal),
  [REVISION_LABEL]: revision,
})

/** Pods by ordinal; under OrderedReady the next one only when those before it are ready. Outdated pods go one by one. */
export const reconcileStatefulSet = async (world: World, set: JsonObject): Promise<Again> => {
  const spec = specOf(set)
  const wanted = numberAt(spec, 'replicas') ?? 1
  const ordered = textAt(spec, 'podManagementPolicy') !== 'Parallel'
  const revision = `${nameOf(set)}-${templateHash(spec['template'] ?? null)}`
  const present = new Map(controlledBy(world, 'Pod', set).map((pod) => [nameOf(pod), pod]))
  const active = activePods(world, set)
  let refused: Refused

  for (let ordinal = 0; ordinal < wanted && refused === undefined; ordinal += 1) {
    const name = `${nameOf(set)}-${ordinal}`
    const pod = present.get(name)
    if (!pod)
      refused = await createPod(world, set, {
        name,
        labels: ordinalLabels(name, ordinal, revision),
        spec: { hostname: name },
      })
    if (ordered && (!pod || !isReady(pod))) break
  }
  const surplus = active.filter((pod) => Number(nameOf(pod).slice(nameOf(set).length + 1)) >= wanted)
  for (const pod of surplus) await deletePod(world, pod)
  const outdated = active.filter((pod) => textsAt(objectAt(pod, 'metadata'), 'labels')[REVISION_LABEL] !== revision)
  const [next] = outdated.toSorted((a, b) => (nameOf(a) < nameOf(b) ? 1 : -1))
  if (next) await deletePod(world, next)

  const ready = countReady(active)
  await writeStatus(world, 'StatefulSet', set, {
    observedGeneration: generationOf(set),
    replicas: active.length,
    currentReplicas: active.length,
    readyReplicas: ready,
    availableReplicas: ready,
    updatedReplicas: active.length - outdated.length,
    currentRevision: revision,
    updateRevision: revision,
  })
  return refused === undefined ? undefined : REFUSED_RETRY_MILLISECONDS
}
