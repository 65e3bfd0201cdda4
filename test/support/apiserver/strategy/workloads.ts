import { equal, type JsonObject, objectAt, textsAt } from '../json.ts'
import type { KubeObject } from '../object.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue } from '../validation/fieldErrors.ts'
import { withTemplateDefaults } from './podSpec.ts'
import type { Strategy } from './strategy.ts'

const defaults =
  (own: JsonObject) =>
  (object: KubeObject): KubeObject => ({
    ...object,
    spec: { ...own, ...withTemplateDefaults(objectAt(object, 'spec')) },
  })

const matchLabels = (object: KubeObject) => textsAt(objectAt(objectAt(object, 'spec'), 'selector'), 'matchLabels')
const templateLabels = (object: KubeObject) =>
  textsAt(objectAt(objectAt(object, 'spec'), 'template')['metadata'], 'labels')

const selectorCauses = (object: KubeObject, old: KubeObject | undefined): readonly StatusCause[] => {
  const labels = templateLabels(object)
  const selector = matchLabels(object)
  if (old && !equal(selector, matchLabels(old)))
    return [invalidValue('spec.selector', objectAt(objectAt(object, 'spec'), 'selector'), 'field is immutable')]
  return Object.entries(selector).every(([key, value]) => labels[key] === value)
    ? []
    : [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]
}

const selecting = (own: JsonObject): Strategy => ({ defaults: defaults(own), validate: selectorCauses })

const ROLLING = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } }

export const deploymentStrategy = selecting({
  replicas: 1,
  strategy: ROLLING,
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
})

export const replicaSetStrategy = selecting({ replicas: 1 })

export const statefulSetStrategy = selecting({
  replicas: 1,
  podManagementPolicy: 'OrderedReady',
  revisionHistoryLimit: 10,
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
})

export const daemonSetStrategy = selecting({
  revisionHistoryLimit: 10,
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
})

/** A Job selects its pods by its own uid, which the server writes into its selector and template. */
export const jobStrategy: Strategy = {
  defaults: defaults({ parallelism: 1, completions: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false }),
  prepareForCreate: (job) => {
    const spec = objectAt(job, 'spec')
    const template = objectAt(spec, 'template')
    const metadata = objectAt(template, 'metadata')
    const uid = { 'batch.kubernetes.io/controller-uid': job.metadata.uid ?? '' }
    const labels = { ...textsAt(metadata, 'labels'), ...uid, 'batch.kubernetes.io/job-name': job.metadata.name }
    return {
      ...job,
      spec: { ...spec, selector: { matchLabels: uid }, template: { ...template, metadata: { ...metadata, labels } } },
    }
  },
}

export const cronJobStrategy: Strategy = {
  defaults: (object) => {
    const spec = objectAt(object, 'spec')
    const job = objectAt(spec, 'jobTemplate')
    return {
      ...object,
      spec: {
        suspend: false,
        concurrencyPolicy: 'Allow',
        ...spec,
        jobTemplate: { ...job, spec: withTemplateDefaults(objectAt(job, 'spec')) },
      },
    }
  },
}
