import { asText, isObject, type Json, listAt, numberAt, objectAt, objectsAt, textAt } from '../json.ts'
import type { KubeObject } from '../object.ts'
import { ageOf } from './age.ts'
import type { Column } from './column.ts'
import { AGE_COLUMN, NAME_COLUMN } from './customColumns.ts'
import { podReady, podRestarts, podStatus } from './podStatus.ts'

const column = (name: string, cell: Column['cell'], priority = 0): Column => ({ name, type: 'string', priority, cell })
const number = (name: string, cell: Column['cell']): Column => ({ name, type: 'integer', priority: 0, cell })

const spec = (object: KubeObject) => objectAt(object, 'spec')
const status = (object: KubeObject) => objectAt(object, 'status')
const count = (parent: Json, key: string): number => numberAt(parent, key) ?? 0
const podSpec = (object: KubeObject) => objectAt(objectAt(spec(object), 'template'), 'spec')

const selectorText = (object: KubeObject): string =>
  Object.entries(objectAt(objectAt(spec(object), 'selector'), 'matchLabels'))
    .map(([key, value]) => `${key}=${asText(value)}`)
    .join(',')

const images: readonly Column[] = [
  column(
    'Containers',
    (o) =>
      objectsAt(podSpec(o), 'containers')
        .map((c) => textAt(c, 'name'))
        .join(','),
    1,
  ),
  column(
    'Images',
    (o) =>
      objectsAt(podSpec(o), 'containers')
        .map((c) => textAt(c, 'image'))
        .join(','),
    1,
  ),
  column('Selector', selectorText, 1),
]

const readyCondition = (object: KubeObject): string =>
  objectsAt(status(object), 'conditions').find((condition) => condition['type'] === 'Ready')?.['status'] === 'True'
    ? 'Ready'
    : 'NotReady'

const replicas = (o: KubeObject) => `${count(status(o), 'readyReplicas')}/${count(spec(o), 'replicas')}`

/** The columns of printers/internalversion/printers.go that people look at; a kind that is not here has NAME and AGE. */
const between: Readonly<Record<string, readonly Column[]>> = {
  Pod: [column('Ready', podReady), column('Status', podStatus), column('Restarts', (o) => String(podRestarts(o)))],
  Namespace: [column('Status', (o) => textAt(status(o), 'phase'))],
  Secret: [column('Type', (o) => textAt(o, 'type')), number('Data', (o) => Object.keys(objectAt(o, 'data')).length)],
  ConfigMap: [number('Data', (o) => Object.keys(objectAt(o, 'data')).length)],
  Node: [column('Status', readyCondition), column('Roles', () => '<none>')],
  Deployment: [
    column('Ready', replicas),
    number('Up-to-date', (o) => count(status(o), 'updatedReplicas')),
    number('Available', (o) => count(status(o), 'availableReplicas')),
  ],
  ReplicaSet: [
    number('Desired', (o) => count(spec(o), 'replicas')),
    number('Current', (o) => count(status(o), 'replicas')),
    number('Ready', (o) => count(status(o), 'readyReplicas')),
  ],
  StatefulSet: [column('Ready', replicas)],
  DaemonSet: [
    number('Desired', (o) => count(status(o), 'desiredNumberScheduled')),
    number('Current', (o) => count(status(o), 'currentNumberScheduled')),
    number('Ready', (o) => count(status(o), 'numberReady')),
  ],
  Job: [
    column('Status', (o) => (count(status(o), 'succeeded') > 0 ? 'Complete' : 'Running')),
    column('Completions', (o) => `${count(status(o), 'succeeded')}/${numberAt(spec(o), 'completions') ?? 1}`),
  ],
  RuntimeClass: [column('Handler', (o) => textAt(o, 'handler'))],
  Lease: [column('Holder', (o) => textAt(spec(o), 'holderIdentity'))],
}

const behind: Readonly<Record<string, readonly Column[]>> = {
  Pod: [
    column('IP', (o) => textAt(status(o), 'podIP') || '<none>', 1),
    column('Node', (o) => textAt(spec(o), 'nodeName') || '<none>', 1),
    column('Nominated Node', (o) => textAt(status(o), 'nominatedNodeName') || '<none>', 1),
    column(
      'Readiness Gates',
      (o) =>
        listAt(spec(o), 'readinessGates').length > 0 ? String(listAt(spec(o), 'readinessGates').length) : '<none>',
      1,
    ),
  ],
  Node: [column('Version', (o) => textAt(objectAt(status(o), 'nodeInfo'), 'kubeletVersion'))],
  Deployment: images,
  ReplicaSet: images,
  StatefulSet: images.slice(0, 2),
  DaemonSet: images,
}

const eventColumns: readonly Column[] = [
  column('Last Seen', (o, now) =>
    ageOf(textAt(o, 'lastTimestamp') || textAt(o, 'eventTime') || textAt(o, 'firstTimestamp'), now),
  ),
  column('Type', (o) => textAt(o, 'type')),
  column('Reason', (o) => textAt(o, 'reason')),
  column('Object', (o) => {
    const involved = objectAt(o, 'involvedObject')
    return isObject(involved) ? `${textAt(involved, 'kind').toLowerCase()}/${textAt(involved, 'name')}` : ''
  }),
  column('Message', (o) => textAt(o, 'message').trim()),
  { ...NAME_COLUMN, priority: 1 },
]

const definitionColumns: readonly Column[] = [
  NAME_COLUMN,
  column('Created At', (o) => o.metadata.creationTimestamp ?? ''),
]

export const builtInColumns = (kind: string): readonly Column[] => {
  if (kind === 'Event') return eventColumns
  if (kind === 'CustomResourceDefinition') return definitionColumns
  return [NAME_COLUMN, ...(between[kind] ?? []), AGE_COLUMN, ...(behind[kind] ?? [])]
}
