import { done, type Reconcile } from '../../runtime/controller.ts'
import { compilePolicy, forgetPolicy, type CompileDeps } from './compilePolicy.ts'

/** Keeps up with what policies select, and writes nothing: all that an installation that only diagnoses needs. */
export const followPolicies =
  (deps: CompileDeps): Reconcile =>
  (name) => {
    const policy = deps.store.policies.get(name)
    if (policy === undefined) forgetPolicy(deps, name)
    else compilePolicy(deps, policy)
    return Promise.resolve(done)
  }
