import type { Policy } from '../../domain/objects/policy.ts'
import { policyFinalizer } from '../../domain/ownership/marks.ts'
import { secretNameOf } from '../../plan/credentials/effectivePolicy.ts'
import { planFinalizer } from '../../plan/credentials/planFinalizer.ts'
import { leavesTraces } from '../../plan/credentials/traces.ts'
import { isConflict, isNotFound } from '../../kube/apiError.ts'
import { done, requeue, type Reconcile } from '../../runtime/controller.ts'
import { recordsOf } from '../../store/store.ts'
import type { Cluster } from '../cluster.ts'
import { compilePolicy, forgetPolicy, type CompileDeps } from './compilePolicy.ts'
import type { SourceLooks } from './sourceLooks.ts'

export interface PolicyDeps extends CompileDeps {
  readonly cluster: Cluster
  readonly sources: SourceLooks
  readonly unreadablePolicies: () => ReadonlySet<string>
  readonly enqueueNamespaces: (namespaces: Iterable<string>) => void
}

/** On its way out: deleted, or without credentials any more, but its finalizer stands. */
export const isDeparting = ({ deleting, spec, finalizers }: Policy): boolean =>
  finalizers.includes(policyFinalizer) && (deleting || spec.credentials === undefined)

const hasTraces = ({ store, effective }: PolicyDeps, policy: Policy): boolean => {
  const alive = ({ namespace }: { readonly namespace: string }): boolean =>
    store.namespaces.get(namespace)?.terminating === false
  const claimed = (namespace: string, secretName: string): boolean =>
    [...store.membership.policiesOf(namespace)].some((name) => {
      const other = effective.get(name)
      const stays = name !== policy.name && other?.deleting === false
      return stays && other.credentials?.secretName === secretName
    })
  const recording = [...store.accountsRecording.groups()]
    .filter((name) => policy.spec.credentials === undefined || name === secretNameOf(policy))
    .flatMap((name) => [...store.accountsRecording.keysOf(name)])
  return leavesTraces({
    secrets: recordsOf(store.pullSecrets, store.secretsOf.keysOf(policy.name)).filter(alive),
    accounts: recordsOf(store.serviceAccounts, recording).filter(alive),
    claimed,
  })
}

/** Compiles one policy, keeps its finalizer, and sends its namespaces to be reconciled. Its status is written elsewhere. */
export const reconcilePolicy =
  (deps: PolicyDeps): Reconcile =>
  async (name) => {
    const policy = deps.store.policies.get(name)
    if (policy === undefined) {
      if (!deps.unreadablePolicies().has(name)) deps.enqueueNamespaces(forgetPolicy(deps, name))
      return done
    }
    await deps.sources.refresh(policy)
    deps.enqueueNamespaces(compilePolicy(deps, policy))
    const action = planFinalizer(policy, isDeparting(policy) && hasTraces(deps, policy))
    if (action === undefined) return done
    try {
      deps.store.policies.written(name, await deps.cluster.writeFinalizers(policy, action.finalizers))
      return done
    } catch (error) {
      if (isNotFound(error)) return done
      if (isConflict(error)) return requeue
      throw error
    }
  }
