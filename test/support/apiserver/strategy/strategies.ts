import { objectAt, textAt } from '../json.ts'
import type { Resource } from '../resources/resource.ts'
import { invalidValue, required } from '../validation/fieldErrors.ts'
import type { RuleCheck } from '../validation/schema.ts'
import { customStrategy } from './custom.ts'
import { customResourceDefinitionStrategy } from './customResourceDefinition.ts'
import { namespaceStrategy } from './namespace.ts'
import { podStrategy } from './pod.ts'
import { secretStrategy } from './secret.ts'
import type { Strategy } from './strategy.ts'
import {
  cronJobStrategy,
  daemonSetStrategy,
  deploymentStrategy,
  jobStrategy,
  replicaSetStrategy,
  statefulSetStrategy,
} from './workloads.ts'

const runtimeClassStrategy: Strategy = {
  validate: (runtimeClass, old) => {
    const handler = textAt(runtimeClass, 'handler')
    if (handler === '') return [required('handler')]
    if (old && handler !== textAt(old, 'handler')) return [invalidValue('handler', handler, 'field is immutable')]
    return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(handler)
      ? []
      : [invalidValue('handler', handler, 'must be a DNS label')]
  },
}

/** An event lives in the namespace of what it is about. */
const eventStrategy: Strategy = {
  validate: (event) => {
    const namespace = textAt(objectAt(event, 'involvedObject'), 'namespace')
    const fits = namespace === '' ? event.metadata.namespace === 'default' : namespace === event.metadata.namespace
    return fits ? [] : [invalidValue('involvedObject.namespace', namespace, 'does not match event.namespace')]
  },
}

const builtIn: Readonly<Record<string, Strategy>> = {
  CronJob: cronJobStrategy,
  CustomResourceDefinition: customResourceDefinitionStrategy,
  DaemonSet: daemonSetStrategy,
  Deployment: deploymentStrategy,
  Event: eventStrategy,
  Job: jobStrategy,
  Namespace: namespaceStrategy,
  Pod: podStrategy,
  ReplicaSet: replicaSetStrategy,
  RuntimeClass: runtimeClassStrategy,
  Secret: secretStrategy,
  StatefulSet: statefulSetStrategy,
}

/** Kinds whose status a client may give when it creates them: kubelet registers its Node with one. */
const statusAtCreation = new Set(['Node', 'Pod', 'Namespace', 'CustomResourceDefinition'])

export const keepsStatusAtCreation = ({ kind, builtIn: known }: Resource): boolean =>
  !known || statusAtCreation.has(kind)

export const strategyOf = (resource: Resource, checkRules: RuleCheck | undefined): Strategy =>
  resource.builtIn ? (builtIn[resource.kind] ?? {}) : customStrategy(resource, checkRules)
