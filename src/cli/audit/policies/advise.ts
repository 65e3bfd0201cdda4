import { auditPolicy, type AuditedPolicy, type NameConflict } from '../../../domain/audit/policy.ts'
import type { Namespace } from '../../../domain/objects/namespace.ts'
import { assessNamespace } from '../../../plan/credentials/assess.ts'
import type { NamespaceSnapshot, Obstacle } from '../../../plan/credentials/snapshot.ts'
import { wantedIn } from '../../../plan/credentials/wantedIn.ts'
import type { KnownPolicy } from '../../../plan/policies/knownPolicy.ts'
import { recordsOf } from '../../../store/store.ts'
import type { Collector } from '../collect.ts'
import { knowsNamespaces, type Inventory } from '../inventory.ts'
import type { Policies } from './policies.ts'

const obstaclesIn = ({ otherSecrets }: Inventory, namespace: string, names: readonly string[]) =>
  new Map<string, Obstacle>(
    names.flatMap((name) => {
      const type = otherSecrets.get(`${namespace}/${name}`)
      return type === undefined ? [] : [[name, { kind: 'foreign', type }] as const]
    }),
  )

const snapshotOf = (
  inventory: Inventory,
  { name, terminating }: Namespace,
  names: readonly string[],
): NamespaceSnapshot => ({
  name,
  terminating,
  secrets: recordsOf(inventory.pullSecrets, inventory.secretsIn.keysOf(name)),
  accounts: [],
  obstacles: obstaclesIn(inventory, name, names),
  frozenPolicies: new Map(),
  contested: new Map(),
})

/** Who else has a managed name, by policy: an older policy, or a Secret that is not ours. */
const conflictsOf = (
  inventory: Inventory,
  { toBe, isProtected }: Policies,
): ReadonlyMap<string, readonly NameConflict[]> => {
  const effective = toBe.map((policy) => policy.effective)
  const found = new Map<string, NameConflict[]>()
  const add = (policy: string, conflict: NameConflict): void => {
    found.set(policy, [...(found.get(policy) ?? []), conflict])
  }
  for (const namespace of inventory.namespaces.values()) {
    const { wanted, yielded } = wantedIn(namespace, effective, isProtected)
    for (const { policy, to } of yielded) {
      add(policy, { namespace: namespace.name, message: `ImagePolicy ${to}, which is older, has it` })
    }
    if (wanted.length === 0) continue
    const seen = snapshotOf(
      inventory,
      namespace,
      wanted.map(({ secretName }) => secretName),
    )
    for (const want of wanted) {
      const { problem } = assessNamespace(seen, want)
      if (problem?.reason === 'SecretForeign') {
        add(want.policy, { namespace: namespace.name, message: problem.message })
      }
    }
  }
  return found
}

const audited = (known: KnownPolicy, inventory: Inventory, conflicts: readonly NameConflict[]): AuditedPolicy => {
  const { policy, effective, hindrance, sources, live } = known
  const { credentials, namespaceSelector, suspend } = policy.spec
  const selected = Array.from(inventory.namespaces.values()).filter(({ labels }) => effective.selectsNamespace(labels))
  const bySources = sources.some(({ trouble }) => trouble?.sure)
  // What somebody has chosen is nothing that is wrong.
  const chosen = suspend || policy.deleting
  return {
    name: policy.name,
    hasSelector: namespaceSelector !== undefined,
    ...(credentials !== undefined &&
      effective.credentials !== undefined && {
        credentials: {
          secretName: effective.credentials.secretName,
          sources: sources.map((source) => ({
            ...source,
            registries: credentials.sources.find(({ name }) => name === source.name)?.registries ?? [],
          })),
        },
      }),
    ...(knowsNamespaces(inventory) && {
      selects: { namespaces: selected.length, of: inventory.namespaces.size },
    }),
    conflicts,
    ...(live && hindrance !== undefined && !bySources && !chosen && { notReady: hindrance }),
  }
}

/** What is wrong with the ImagePolicies that were read. */
export const adviseOnPolicies = (inventory: Inventory, policies: Policies, { advised }: Collector): void => {
  const conflicts = conflictsOf(inventory, policies)
  for (const known of policies.toBe) {
    const { name } = known.policy
    const workload = { apiVersion: 'pullkeeper.dev/v1alpha1', kind: 'ImagePolicy', namespace: '', name }
    const place = inventory.policies.get(`manifest/${name}`)?.place
    for (const advice of auditPolicy(audited(known, inventory, conflicts.get(name) ?? []))) {
      advised(workload, advice, 0, known.live ? undefined : place)
    }
  }
}
