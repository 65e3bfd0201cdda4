import { type JsonObject, objectAt, textAt, textsAt } from '../../apiserver/json.ts'
import { nameOf, specOf } from '../objects.ts'
import { activePods, createPod, deletePod, type Refused, templateHash } from './pods.ts'
import { type Again, REFUSED_RETRY_MILLISECONDS } from './replicaSet.ts'
import { countReady, generationOf, writeStatus } from './status.ts'
import { controlledBy, type World } from './world.ts'

const REVISION_LABEL = 'controller-revision-hash'

const fits = (node: JsonObject, selector: Readonly<Record<string, string>>): boolean => {
  const labels = textsAt(objectAt(node, 'metadata'), 'labels')
  return Object.entries(selector).every(([key, value]) => labels[key] === value)
}

const nodeOf = (pod: JsonObject) => textAt(specOf(pod), 'nodeName')

/** One pod on each node that the template's nodeSelector allows; it names its node itself. */
export const reconcileDaemonSet = async (world: World, set: JsonObject): Promise<Again> => {
  const template = objectAt(specOf(set), 'template')
  const revision = templateHash(template)
  const nodes = [...world.mirrors.Node.objects.values()].filter((node) =>
    fits(node, textsAt(objectAt(template, 'spec'), 'nodeSelector')),
  )
  const names = new Set(nodes.map(nameOf))
  const active = activePods(world, set)
  const isCurrent = (pod: JsonObject) => textsAt(objectAt(pod, 'metadata'), 'labels')[REVISION_LABEL] === revision
  const taken = new Set(controlledBy(world, 'Pod', set).map(nodeOf))
  let refused: Refused

  for (const name of names) {
    if (taken.has(name) || refused !== undefined) continue
    refused = await createPod(world, set, {
      generateName: `${nameOf(set)}-`,
      labels: { [REVISION_LABEL]: revision },
      spec: { nodeName: name },
    })
  }
  for (const pod of active) if (!names.has(nodeOf(pod)) || !isCurrent(pod)) await deletePod(world, pod)

  const ready = countReady(active)
  await writeStatus(world, 'DaemonSet', set, {
    observedGeneration: generationOf(set),
    desiredNumberScheduled: names.size,
    currentNumberScheduled: active.length,
    numberReady: ready,
    numberAvailable: ready,
    numberUnavailable: names.size - ready,
    numberMisscheduled: 0,
    updatedNumberScheduled: active.filter(isCurrent).length,
  })
  return refused === undefined ? undefined : REFUSED_RETRY_MILLISECONDS
}
