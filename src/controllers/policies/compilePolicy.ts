import type { Policy } from '../../domain/objects/policy.ts'
import { effectivePolicy, type EffectivePolicy } from '../../plan/credentials/effectivePolicy.ts'
import type { SourceScope } from '../../plan/credentials/resolveSources.ts'
import { recordsOf, type Store } from '../../store/store.ts'
import type { Table } from '../../store/table.ts'

export interface CompileDeps {
  readonly store: Store
  readonly effective: Table<EffectivePolicy>
  readonly scope: SourceScope
  readonly digestOf: (text: string) => string
  /** Nothing is handed out, and no source is looked at. */
  readonly diagnoseOnly: boolean
}

/** The policy as an installation that only diagnoses carries it out. */
const withoutCredentials = (policy: Policy): Policy => {
  const { credentials: _, ...spec } = policy.spec
  return { ...policy, spec }
}

const compiled = ({ scope, digestOf, diagnoseOnly }: CompileDeps, policy: Policy): EffectivePolicy => {
  if (!diagnoseOnly || policy.spec.credentials === undefined) return effectivePolicy(policy, scope, digestOf)
  return { ...effectivePolicy(withoutCredentials(policy), scope, digestOf), withheld: true }
}

/** Where something of a policy is, which may be where it does not apply any more: it stays while a policy is suspended. */
const namespacesWithTraces = ({ store }: CompileDeps, policy: string, secretName: string | undefined) => {
  const recording = secretName === undefined ? [] : store.accountsRecording.keysOf(secretName)
  return [
    ...recordsOf(store.pullSecrets, store.secretsOf.keysOf(policy)),
    ...recordsOf(store.serviceAccounts, recording),
  ].map(({ namespace }) => namespace)
}

/** Compiles a policy as it is now and returns the namespaces that have to be looked at again. */
export const compilePolicy = (deps: CompileDeps, policy: Policy): ReadonlySet<string> => {
  const { store, effective } = deps
  const before = effective.get(policy.name)
  const after = compiled(deps, policy)
  const moved = store.membership.policyChanged(policy.name, after.selectsNamespace, store.namespaces.values())
  effective.upsert(policy.name, after)
  return before?.fingerprint === after.fingerprint
    ? moved
    : new Set([
        ...moved,
        ...store.membership.namespacesOf(policy.name),
        ...namespacesWithTraces(deps, policy.name, after.credentials?.secretName),
      ])
}

/** Forgets a policy that is gone and returns the namespaces that it selected. */
export const forgetPolicy = ({ store, effective }: CompileDeps, name: string): ReadonlySet<string> => {
  effective.remove(name)
  return store.membership.policyChanged(name, undefined, [])
}
