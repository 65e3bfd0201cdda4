import { auditPod } from '../../domain/audit/audit.ts'
import { adviceOnEdit } from '../../domain/audit/edit.ts'
import { auditSecret } from '../../domain/audit/secretItself.ts'
import { diagnoseFailedCreate, diagnosePod } from '../../domain/failure/diagnose.ts'
import type { DeclaredPod } from '../../domain/audit/declaredPod.ts'
import type { World } from '../../domain/failure/world.ts'
import type { OwnerReference } from '../../domain/objects/ownerReference.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'
import { repositoryDenied } from '../../domain/restart/repositoryDenied.ts'
import { restartRisks } from '../../domain/restart/restartRisks.ts'
import { workloadOf, workloadOfOwner } from '../../domain/workload/workloadOf.ts'
import { createCollector, type Collector } from './collect.ts'
import type { FindingItem } from './findingList.ts'
import type { Inventory } from './inventory.ts'
import { adviseOnPolicies } from './policies/advise.ts'
import { policiesOf, type Policies } from './policies/policies.ts'
import { knownSecretOf, surroundingsOf, worldOf } from './views.ts'

/** The workload behind an owner, if that was read; otherwise what the pod's or the owner's own name says. */
const behind = (inventory: Inventory, workload: WorkloadRef, owner: OwnerReference | undefined): WorkloadRef => {
  const known = owner === undefined ? undefined : inventory.owners.get(owner.uid)
  return known === undefined || owner === undefined
    ? workload
    : workloadOfOwner(workload.namespace, owner, known.controller)
}

/** The workload that a person would name, as far as its owners were read. */
const ownerOf = (inventory: Inventory, pod: Pod): WorkloadRef => {
  const { workload, owner } = workloadOf(pod)
  return behind(inventory, workload, owner)
}

/** The Deployment controller names a ReplicaSet after itself: that Deployment, if it was read and the ReplicaSet not. */
const namedAfter = (inventory: Inventory, workload: WorkloadRef): WorkloadRef => {
  const { kind, namespace, name } = workload
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace,
    name: name.replace(/-[a-z0-9]{1,10}$/, ''),
  }
  const isThere = Array.from(inventory.declared.values()).some(
    ({ pod }) => JSON.stringify(pod.workload) === JSON.stringify(deployment),
  )
  return kind === 'ReplicaSet' && isThere ? deployment : workload
}

const failingPods = (inventory: Inventory, world: World, { failing }: Collector): void => {
  for (const pod of inventory.pods.values()) {
    const findings = diagnosePod(pod, world)
    if (findings.length === 0) continue
    const workload = ownerOf(inventory, pod)
    for (const finding of findings) failing(workload, finding, pod.notReadySince ?? pod.createdAt, pod.name)
  }
}

/** Pods that run and would lose their image at a restart. */
const restarts = (inventory: Inventory, world: World, { advised }: Collector): void => {
  const denied = new Set<string>()
  for (const pod of inventory.pods.values())
    for (const finding of diagnosePod(pod, world)) {
      const repository = repositoryDenied(finding)
      if (repository !== undefined) denied.add(repository)
    }
  for (const { pod, container, image, cause, happened, remedy } of restartRisks(
    inventory.pods.values(),
    denied,
    world,
  )) {
    const part = { kind: 'container', name: container } as const
    const advice = { severity: 'warning', cause, part, image, message: happened, remedy } as const
    advised(ownerOf(inventory, pod), advice, 1, undefined)
  }
}

const newestPods = ({ pods }: Inventory): ReadonlyMap<string, number> => {
  const newest = new Map<string, number>()
  for (const { controller, createdAt } of pods.values()) {
    if (controller === undefined) continue
    newest.set(controller.uid, Math.max(newest.get(controller.uid) ?? 0, createdAt))
  }
  return newest
}

/** Owners whose pods are refused, so that there is none to look at. */
const failingOwners = (inventory: Inventory, world: World, { failing }: Collector): void => {
  const newest = newestPods(inventory)
  for (const uid of inventory.events.uidsOf('FailedCreate')) {
    const event = inventory.events.about(uid).findLast(({ reason }) => reason === 'FailedCreate')
    if (event === undefined || (newest.get(uid) ?? -Infinity) >= event.lastSeen) continue
    const { apiVersion, kind, name, namespace } = event.involved
    const owner = { apiVersion, kind, name, uid }
    const own = workloadOfOwner(namespace, owner)
    const workload = inventory.owners.has(uid) ? behind(inventory, own, owner) : namedAfter(inventory, own)
    for (const finding of diagnoseFailedCreate(event, world)) failing(workload, finding, event.lastSeen, undefined)
  }
}

/** Templates that stand in the cluster, where manifests of the same objects were given beside them. */
const standingTemplates = ({ declared }: Inventory): ReadonlyMap<string, DeclaredPod> =>
  new Map(
    Array.from(declared.values()).flatMap(({ pod }) =>
      pod.live && !pod.admitted ? [[JSON.stringify(pod.workload), pod] as const] : [],
    ),
  )

const declarations = (inventory: Inventory, policies: Policies, { advised }: Collector): void => {
  const around = surroundingsOf(inventory, policies)
  const standing = standingTemplates(inventory)
  for (const { pod, pods, place, owner } of inventory.declared.values()) {
    const workload = behind(inventory, pod.workload, owner)
    const before = pod.live ? undefined : standing.get(JSON.stringify(pod.workload))
    const onEdit = before === undefined ? [] : adviceOnEdit(pod, before)
    for (const advice of [...auditPod(pod, around), ...onEdit]) advised(workload, advice, pods, place)
  }
}

/** `namespace/name` of the Secrets that pods, templates and ServiceAccounts name. */
const usedSecrets = ({ declared, serviceAccounts }: Inventory): ReadonlySet<string> =>
  new Set([
    ...Array.from(declared.values()).flatMap(({ pod: { workload, imagePullSecrets } }) =>
      imagePullSecrets.map((name) => `${workload.namespace}/${name}`),
    ),
    ...Array.from(serviceAccounts.values()).flatMap(({ namespace, imagePullSecrets }) =>
      imagePullSecrets.map((name) => `${namespace}/${name}`),
    ),
  ])

const secrets = (inventory: Inventory, { advised }: Collector): void => {
  const used = usedSecrets(inventory)
  for (const key of inventory.pullSecrets.keys()) {
    const secret = inventory.pullSecrets.get(key)
    if (secret === undefined) continue
    const { namespace, name } = secret
    for (const advice of auditSecret(knownSecretOf(secret), used.has(key))) {
      advised({ apiVersion: 'v1', kind: 'Secret', namespace, name }, advice, 0, inventory.secretPlaces.get(key))
    }
  }
}

/** Everything that is wrong or unwise in what was read. */
export const conclude = (inventory: Inventory): readonly FindingItem[] => {
  const collector = createCollector()
  const policies = policiesOf(inventory)
  const world = worldOf(inventory, policies)
  failingPods(inventory, world, collector)
  restarts(inventory, world, collector)
  failingOwners(inventory, world, collector)
  declarations(inventory, policies, collector)
  secrets(inventory, collector)
  adviseOnPolicies(inventory, policies, collector)
  return collector.items()
}
