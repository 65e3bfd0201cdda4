import type { PodFinding } from '../../domain/failure/finding.ts'
import { denialClasses, limitClasses } from '../../domain/failure/cause.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import { isOurs } from '../../domain/ownership/marks.ts'
import type { ManagedName, OwnerTemplate, StuckPod } from '../../domain/recovery/stuckPod.ts'
import type { EffectivePolicy } from '../../plan/credentials/effectivePolicy.ts'
import { rereadMs } from '../../plan/recovery/planRecovery.ts'
import type { Store } from '../../store/store.ts'
import type { Table } from '../../store/table.ts'

export interface StuckPodDeps {
  readonly store: Store
  readonly effective: Table<EffectivePolicy>
  readonly isProtected: (namespace: string) => boolean
  /** Monotonic milliseconds. */
  readonly clock: () => number
}

/** The policy's secret in a namespace, if it is the policy's own that is there and kubelet can read it. */
const managedIn = ({ store, effective }: StuckPodDeps, policy: string, namespace: string): ManagedName | undefined => {
  const { credentials, deleting } = effective.get(policy) ?? {}
  if (credentials === undefined || deleting) return undefined
  const { secretName, recovery } = credentials
  const secret = store.pullSecrets.get(`${namespace}/${secretName}`)
  if (secret === undefined || secret.problem !== undefined) return undefined
  return isOurs(secret) && secret.marks.policy === policy
    ? { policy, secretName, keys: secret.keys, recovery }
    : undefined
}

/** What has been read long ago counts as unread, for templates change unseen. */
const templateOf = ({ store, clock }: StuckPodDeps, { controller }: Pod): OwnerTemplate => {
  const owner = controller && store.owners.get(controller.uid)
  return owner === undefined || clock() - owner.readAt >= rereadMs ? 'unread' : owner.template
}

/** A pod as the judgement of evictions sees it. */
export const stuckPod = (
  deps: StuckPodDeps,
  pod: Pod,
  findings: readonly PodFinding[],
  managed: ManagedName,
): StuckPod => ({
  pod,
  account: deps.store.serviceAccounts.get(`${pod.namespace}/${pod.serviceAccountName}`),
  managed,
  denied: findings.flatMap(({ failure, image }) =>
    image !== undefined && failure !== undefined && denialClasses.has(failure.class) ? [image] : [],
  ),
  limited: findings.some(({ failure }) => failure !== undefined && limitClasses.has(failure.class)),
  template: templateOf(deps, pod),
})

/** Two objections that hold of nearly every failing pod of a large cluster, told before anything is made of it. */
const mayBeStuck = (pod: Pod, findings: readonly PodFinding[], { secretName }: ManagedName): boolean =>
  !pod.imagePullSecrets.includes(secretName) &&
  findings.some(({ failure }) => failure !== undefined && denialClasses.has(failure.class))

/** The failing pods of the policy's namespaces that an eviction may be for, beside the policy's secret there. */
export const stuckPodsOf = (deps: StuckPodDeps, policy: string): readonly StuckPod[] => {
  const { store, effective, isProtected } = deps
  // Asked after each change of a finding, for policies that only diagnose too.
  if (effective.get(policy)?.credentials === undefined) return []
  return [...store.membership.namespacesOf(policy)].flatMap((namespace) => {
    if (isProtected(namespace) || store.namespaces.get(namespace)?.terminating !== false) return []
    const managed = managedIn(deps, policy, namespace)
    if (managed === undefined) return []
    return [...store.findings.subjectsIn(namespace)].flatMap((subject) => {
      const pod = store.pods.get(subject)
      const found = store.findings.of(subject)
      if (pod === undefined || found === undefined || !mayBeStuck(pod, found.findings, managed)) return []
      return [stuckPod(deps, pod, found.findings, managed)]
    })
  })
}
