import type { DeclaredPod } from '../../domain/audit/declaredPod.ts'
import type { KnownRuntimeClass } from '../../domain/audit/surroundings.ts'
import type { Namespace } from '../../domain/objects/namespace.ts'
import type { Node } from '../../domain/objects/node.ts'
import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import type { PullSecret } from '../../domain/objects/pullSecret.ts'
import type { RuntimeClass } from '../../domain/objects/runtimeClass.ts'
import type { ServiceAccount } from '../../domain/objects/serviceAccount.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'
import type { GivenPolicy } from '../../plan/policies/knownPolicy.ts'
import type { OwnerTemplate } from '../../domain/recovery/stuckPod.ts'
import { createEventLog, type EventLog } from '../../store/eventLog.ts'
import { createGroupIndex, type GroupIndex } from '../../store/groupIndex.ts'
import { createImageUse, type ImageUse } from '../../store/imageUse.ts'
import { createTable, type Table } from '../../store/table.ts'
import type { Place } from '../input/problem.ts'
import { usualOperator, type OperatorSetup } from './operatorSetup.ts'

/** One declaration, and how often it was met. */
export interface DeclaredUse {
  readonly pod: DeclaredPod
  /** Pods that were made from it; 0 for a manifest or a template by itself. */
  pods: number
  /** Of a pod: what made it, for that may belong to another. */
  readonly owner?: OwnerReference
  /** Where its manifest stands; absent for what stands in a cluster. */
  readonly place?: Place
}

/** A policy, and where its manifest stands. */
export interface PolicyUse {
  readonly given: GivenPolicy
  readonly place?: Place
}

/** What is known of an owner of pods by its uid. */
export interface KnownOwner {
  readonly workload: WorkloadRef
  readonly controller?: OwnerReference
  readonly template: OwnerTemplate
}

/** Kinds of which not having been shown one says nothing. */
export type DarkKind =
  'Secret' | 'ServiceAccount' | 'RuntimeClass' | 'Node' | 'Event' | 'Pod' | 'Workload' | 'ImagePolicy' | 'Namespace'

/** All that was read of a cluster or of files, as records; keys are `namespace/name` or `name`. */
export interface Inventory {
  readonly pods: Table<Pod>
  readonly events: EventLog
  readonly pullSecrets: Table<PullSecret>
  readonly secretsIn: GroupIndex
  /** Types of Secrets that kubelet does not read as pull secrets. */
  readonly otherSecrets: Map<string, string>
  readonly serviceAccounts: Map<string, ServiceAccount>
  readonly nodes: Map<string, Node>
  readonly runtimeClasses: Map<string, RuntimeClass & KnownRuntimeClass>
  readonly imageUse: ImageUse
  readonly owners: Map<string, KnownOwner>
  /** By workload and content, so that ten thousand pods of one template are one. */
  readonly declared: Map<string, DeclaredUse>
  /** Digests by image: those that pods run, and those that manifests name. */
  readonly digests: Map<string, Set<string>>
  /** Where the manifests of Secrets stand. */
  readonly secretPlaces: Map<string, Place>
  /** Namespaces of which a Secret was seen, and those of Secrets that stand in a cluster. */
  readonly secretNamespaces: Set<string>
  readonly liveSecretNamespaces: Set<string>
  /** Namespaces in which a kind could not be read; `''` is all of them. Only a cluster can refuse. */
  readonly refused: Map<DarkKind, Set<string>>
  /** By name, those of a cluster apart from those of manifests. */
  readonly policies: Map<string, PolicyUse>
  readonly namespaces: Map<string, Namespace>
  /** What is known of the operator that carries the policies out. */
  operator: OperatorSetup
  /** The one namespace that was read of a cluster; absent: all. */
  onlyNamespace?: string
  /** Everything that may be seen was asked for: what is not here does not exist. */
  complete: boolean
  /** Objects that were looked at, and others. */
  objects: number
  skipped: number
}

/** A storm of Events is the reader's own choice here; there is no other process to protect. */
const noLimit = Number.POSITIVE_INFINITY

export const createInventory = (): Inventory => {
  const imageUse = createImageUse()
  const secretsIn = createGroupIndex<PullSecret>(({ namespace }) => [namespace])
  return {
    pods: createTable<Pod>(imageUse.update),
    events: createEventLog(noLimit),
    pullSecrets: createTable<PullSecret>(secretsIn.update),
    secretsIn,
    otherSecrets: new Map(),
    serviceAccounts: new Map(),
    nodes: new Map(),
    runtimeClasses: new Map(),
    imageUse,
    owners: new Map(),
    declared: new Map(),
    digests: new Map(),
    secretPlaces: new Map(),
    secretNamespaces: new Set(),
    liveSecretNamespaces: new Set(),
    refused: new Map(),
    policies: new Map(),
    namespaces: new Map(),
    operator: usualOperator,
    complete: false,
    objects: 0,
    skipped: 0,
  }
}

const isRefused = ({ refused }: Inventory, kind: DarkKind, namespace: string): boolean => {
  const namespaces = refused.get(kind)
  return namespaces !== undefined && (namespaces.has(namespace) || namespaces.has(''))
}

/**
 * Whether all Secrets of a namespace were shown. Of files that is so when one of the namespace is among them, or when
 * they are a dump over several namespaces: then one without any has none.
 */
export const knowsSecretsIn = (inventory: Inventory, namespace: string): boolean => {
  if (isRefused(inventory, 'Secret', namespace)) return false
  if (inventory.secretNamespaces.has(namespace)) return true
  if (inventory.onlyNamespace !== undefined && inventory.onlyNamespace !== namespace) return false
  return inventory.complete || inventory.liveSecretNamespaces.size > 1
}

/** Whether a namespace that was not shown does not exist. */
export const knowsNamespaces = (inventory: Inventory): boolean =>
  !isRefused(inventory, 'Namespace', '') && inventory.namespaces.size > 0

export const knowsRuntimeClasses = (inventory: Inventory): boolean => {
  if (isRefused(inventory, 'RuntimeClass', '')) return false
  return inventory.complete || inventory.runtimeClasses.size > 0
}
