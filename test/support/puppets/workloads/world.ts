import type { JsonObject } from '../../apiserver/json.ts'
import type { PuppetClient } from '../client.ts'
import type { Recorder } from '../eventRecorder.ts'
import type { Mirror } from '../mirror.ts'
import { controllerOf, namespaceOf, uidOf } from '../objects.ts'

/** The kinds that the workload puppet follows, and where they are. */
export const KINDS = {
  Pod: { path: '/api/v1', plural: 'pods', apiVersion: 'v1' },
  Node: { path: '/api/v1', plural: 'nodes', apiVersion: 'v1' },
  Namespace: { path: '/api/v1', plural: 'namespaces', apiVersion: 'v1' },
  ReplicaSet: { path: '/apis/apps/v1', plural: 'replicasets', apiVersion: 'apps/v1' },
  Deployment: { path: '/apis/apps/v1', plural: 'deployments', apiVersion: 'apps/v1' },
  StatefulSet: { path: '/apis/apps/v1', plural: 'statefulsets', apiVersion: 'apps/v1' },
  DaemonSet: { path: '/apis/apps/v1', plural: 'daemonsets', apiVersion: 'apps/v1' },
  Job: { path: '/apis/batch/v1', plural: 'jobs', apiVersion: 'batch/v1' },
} as const

export type Kind = keyof typeof KINDS

export const isKind = (kind: string): kind is Kind => Object.hasOwn(KINDS, kind)

/** What the controllers see and act through. */
export interface World {
  readonly client: PuppetClient
  readonly record: Recorder
  readonly mirrors: Readonly<Record<Kind, Mirror>>
}

export const listPath = (kind: Kind, namespace: string): string =>
  `${KINDS[kind].path}/namespaces/${namespace}/${KINDS[kind].plural}`

export const objectPath = (kind: Kind, namespace: string, name: string): string =>
  `${listPath(kind, namespace)}/${name}`

/** The objects of a kind that an owner controls. */
export const controlledBy = ({ mirrors }: World, kind: Kind, owner: JsonObject): readonly JsonObject[] =>
  [...mirrors[kind].objects.values()].filter(
    (object) => namespaceOf(object) === namespaceOf(owner) && controllerOf(object)?.['uid'] === uidOf(owner),
  )
