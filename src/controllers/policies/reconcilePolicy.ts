import type { Policy } from '../../domain/objects/policy.ts'
import { isOurs, policyFinalizer } from '../../domain/ownership/marks.ts'
import { secretNameOf } from '../../plan/credentials/effectivePolicy.ts'
import { planFinalizer } from '../../plan/credentials/planFinalizer.ts'
import { leavesTraces } from '../../plan/credentials/traces.ts'
import { isConflict, isNotFound } from '../../kube/apiError.ts'
import { done, requeue, type Reconcile } from '../../runtime/controller.ts'
import { recordsOf } from '../../store/store.ts'
import type { Progress } from '../credentials/progress.ts'
import type { Cluster } from '../cluster.ts'
import { frozenPolicies } from './frozenPolicies.ts'
import { compilePolicy, forgetPolicy, type CompileDeps } from './compilePolicy.ts'
import type { SourceLooks } from './sourceLooks.ts'

export interface PolicyDeps extends CompileDeps {
  readonly cluster: Pick<Cluster, 'writeFinalizers'>
  readonly sources: SourceLooks
  readonly unreadablePolicies: () => ReadonlySet<string>
  readonly progress: Pick<Progress, 'unsettled' | 'refuses'>
  /** Told of the namespaces in which traces of a policy stay because their API refuses. */
  readonly gaveUp: (policy: Policy, namespaces: readonly string[]) => void
  readonly enqueueNamespaces: (namespaces: Iterable<string>) => void
}

const claims = ({ deleting, spec }: Policy): boolean => !deleting && spec.credentials !== undefined

/** On its way out: deleted, or without credentials any more, but its finalizer stands. */
export const isDeparting = (policy: Policy): boolean => policy.finalizers.includes(policyFinalizer) && !claims(policy)

type InNamespace = { readonly namespace: string }

/** Whether another policy, which changes nothing now, keeps this name in this namespace. */
const createFrozen = ({ store, effective, unreadablePolicies }: PolicyDeps, policy: Policy) => {
  const frozen = frozenPolicies(effective, unreadablePolicies())
  const names = new Set([...frozen].flatMap(([name, secretName]) => (name === policy.name ? [] : [secretName])))
  return (namespace: string, secretName: string): boolean => {
    const stands = store.pullSecrets.get(`${namespace}/${secretName}`)
    if (stands === undefined || !isOurs(stands)) return names.has(secretName)
    return stands.marks.policy !== policy.name && frozen.has(stands.marks.policy ?? '')
  }
}

/** Whether something of a policy is left in the namespaces that pass. */
const hasTraces = (deps: PolicyDeps, policy: Policy, counts: (namespace: string) => boolean): boolean => {
  const { store, effective } = deps
  const isFrozen = createFrozen(deps, policy)
  const alive = ({ namespace }: InNamespace): boolean =>
    store.namespaces.get(namespace)?.terminating === false && counts(namespace)
  const claimed = (namespace: string, secretName: string): boolean =>
    isFrozen(namespace, secretName) ||
    [...store.membership.policiesOf(namespace)].some((name) => {
      const other = effective.get(name)
      const known = store.policies.get(name)
      // What was made of it may be older than what is known of it: it may be about to give its credentials up.
      const stays = name !== policy.name && other?.deleting === false && known !== undefined && claims(known)
      // Until it has its finalizer it may go at once, and would leave behind what it is trusted with here.
      const bound = other?.suspended === true || known?.finalizers.includes(policyFinalizer)
      return stays && bound && other.credentials?.secretName === secretName
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

/** A namespace whose API refuses is not waited for: a policy must not hang on it for ever. */
const leaves = (deps: PolicyDeps, policy: Policy): boolean =>
  deps.progress.unsettled() || hasTraces(deps, policy, (namespace) => !deps.progress.refuses(namespace))

const tellWhatStays = (deps: PolicyDeps, policy: Policy): void => {
  const left = [...deps.store.namespaces.keys()].filter(
    (name) => deps.progress.refuses(name) && hasTraces(deps, policy, (namespace) => namespace === name),
  )
  if (left.length > 0) deps.gaveUp(policy, left)
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
    const departing = isDeparting(policy)
    if (!departing) await deps.sources.refresh(policy)
    deps.enqueueNamespaces(compilePolicy(deps, policy))
    const action = planFinalizer(policy, departing && leaves(deps, policy))
    if (action === undefined) return done
    try {
      const written = await deps.cluster.writeFinalizers(policy, action.finalizers)
      // The last finalizer takes the object with it, and the answer has the version of before: nothing newer to take.
      if (policy.deleting && action.finalizers.length === 0) deps.store.policies.gone(name, policy.uid)
      else deps.store.policies.written(name, written)
      if (departing) tellWhatStays(deps, policy)
      return done
    } catch (error) {
      if (isNotFound(error)) return done
      if (isConflict(error)) return requeue
      throw error
    }
  }
