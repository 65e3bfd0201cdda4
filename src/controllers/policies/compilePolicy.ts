import type { Policy } from '../../domain/objects/policy.ts'
import { effectivePolicy, type EffectivePolicy } from '../../plan/credentials/effectivePolicy.ts'
import type { SourceScope } from '../../plan/credentials/resolveSources.ts'
import type { Store } from '../../store/store.ts'
import type { Table } from '../../store/table.ts'

export interface CompileDeps {
  readonly store: Store
  readonly effective: Table<EffectivePolicy>
  readonly scope: SourceScope
  readonly digestOf: (text: string) => string
}

/** Compiles a policy as it is now and returns the namespaces that have to be looked at again. */
export const compilePolicy = (
  { store, effective, scope, digestOf }: CompileDeps,
  policy: Policy,
): ReadonlySet<string> => {
  const before = effective.get(policy.name)
  const after = effectivePolicy(policy, scope, digestOf)
  const moved = store.membership.policyChanged(policy.name, after.selectsNamespace, store.namespaces.values())
  effective.upsert(policy.name, after)
  return before?.fingerprint === after.fingerprint
    ? moved
    : new Set([...moved, ...store.membership.namespacesOf(policy.name)])
}

/** Forgets a policy that is gone and returns the namespaces that it selected. */
export const forgetPolicy = ({ store, effective }: CompileDeps, name: string): ReadonlySet<string> => {
  effective.remove(name)
  return store.membership.policyChanged(name, undefined, [])
}
