import { equal, type JsonObject, objectAt, objectsAt, textAt, without } from '../json.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, required } from '../validation/fieldErrors.ts'
import { podSpecDefaults } from './podSpec.ts'
import type { Strategy } from './strategy.ts'

const MUTABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

const imagesAside = (containers: readonly JsonObject[]) => containers.map((container) => without(container, 'image'))

/** The spec without what may change in the life of a pod. */
const fixedPart = (spec: JsonObject): JsonObject => ({
  ...without(spec, 'activeDeadlineSeconds', 'tolerations', 'nodeName', 'schedulingGates'),
  containers: imagesAside(objectsAt(spec, 'containers')),
  initContainers: imagesAside(objectsAt(spec, 'initContainers')),
})

const containerCauses = (spec: JsonObject): readonly StatusCause[] => {
  const containers = objectsAt(spec, 'containers')
  if (containers.length === 0) return [required('spec.containers')]
  return containers.flatMap((container, index) => [
    ...(textAt(container, 'name') === '' ? [required(`spec.containers[${index}].name`)] : []),
    ...(textAt(container, 'image') === '' ? [required(`spec.containers[${index}].image`)] : []),
  ])
}

export const podStrategy: Strategy = {
  defaults: (pod) => ({ ...pod, spec: { enableServiceLinks: true, ...podSpecDefaults(objectAt(pod, 'spec')) } }),
  prepareForCreate: (pod) => ({ ...pod, status: { phase: 'Pending', qosClass: 'BestEffort' } }),
  validate: (pod, old) => {
    const spec = objectAt(pod, 'spec')
    if (!old) return containerCauses(spec)
    const oldSpec = objectAt(old, 'spec')
    const rebound = textAt(oldSpec, 'nodeName') !== textAt(spec, 'nodeName') && textAt(oldSpec, 'nodeName') !== ''
    return equal(fixedPart(spec), fixedPart(oldSpec)) && !rebound ? [] : [forbiddenField('spec', MUTABLE)]
  },
}
