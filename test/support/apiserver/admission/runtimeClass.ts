import { equal, isObject, objectAt, objectsAt, textAt, textsAt } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { forbidden } from '../status.ts'
import type { Storage } from '../storage/storage.ts'

const PODS = { group: '', resource: 'pods' }

/** A pod's RuntimeClass must exist and agree with it; overhead and scheduling are merged in (plugin/pkg/admission/runtimeclass). */
export const admitRuntimeClass = (storage: Storage, pod: KubeObject): KubeObject => {
  const spec = objectAt(pod, 'spec')
  const wanted = textAt(spec, 'runtimeClassName')
  const { name } = pod.metadata
  if (wanted === '') return pod
  const kind = storage.find('node.k8s.io', 'v1', 'runtimeclasses')
  const found = kind && storage.of(kind).get('', wanted)
  if (!found) throw forbidden(PODS, name, `pod rejected: RuntimeClass "${wanted}" not found`)

  const fixed = objectAt(found, 'overhead')['podFixed']
  const { overhead = fixed } = spec
  if (!equal(overhead ?? {}, fixed ?? {}))
    throw forbidden(PODS, name, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")

  const scheduling = objectAt(found, 'scheduling')
  const own = textsAt(spec, 'nodeSelector')
  const nodeSelector = { ...own }
  for (const [key, value] of Object.entries(textsAt(scheduling, 'nodeSelector'))) {
    if (own[key] !== undefined && own[key] !== value)
      throw forbidden(
        PODS,
        name,
        `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own[key]}`,
      )
    nodeSelector[key] = value
  }
  const tolerations = [...objectsAt(spec, 'tolerations')]
  for (const toleration of objectsAt(scheduling, 'tolerations'))
    if (!tolerations.some((other) => equal(other, toleration))) tolerations.push(toleration)

  return {
    ...pod,
    spec: {
      ...spec,
      ...(isObject(overhead) && { overhead }),
      ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
      ...(tolerations.length > 0 && { tolerations }),
    },
  }
}
