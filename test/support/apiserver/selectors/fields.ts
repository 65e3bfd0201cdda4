import { asText, valueAt } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { badRequest } from '../status.ts'

export type FieldTest = (object: KubeObject) => boolean

const ALWAYS = ['metadata.name', 'metadata.namespace']

/** The further fields that kube-apiserver indexes, by kind; the rest is refused, as there. */
const selectable: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Secret: ['type'],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  ReplicaSet: ['status.replicas'],
  ReplicationController: ['status.replicas'],
  Job: ['status.successful'],
}

const fieldOf = (object: KubeObject, field: string): string => {
  if (field === 'source')
    return asText(valueAt(object, 'source', 'component')) || asText(valueAt(object, 'reportingComponent'))
  if (field === 'spec.unschedulable' || field === 'spec.hostNetwork')
    return asText(valueAt(object, ...field.split('.')) ?? false)
  return asText(valueAt(object, ...field.split('.')))
}

/** Parses a field selector (`type=x,reason!=y`) for a kind. Throws a 400 ApiError for a field it does not index. */
export const parseFieldSelector = (kind: string, selector: string): FieldTest => {
  const known = [...ALWAYS, ...(selectable[kind] ?? [])]
  const tests = selector
    .split(',')
    .filter((term) => term !== '')
    .map((term): FieldTest => {
      const match = /^([^!=]+)(!=|==|=)(.*)$/.exec(term)
      if (!match) throw badRequest(`invalid field selector: '${selector}': can't understand '${term}'`)
      const [, field = '', operator, value] = match
      if (!known.includes(field)) throw badRequest(`field label not supported: ${field}`)
      return operator === '!='
        ? (object) => fieldOf(object, field) !== value
        : (object) => fieldOf(object, field) === value
    })
  return (object) => tests.every((matches) => matches(object))
}
