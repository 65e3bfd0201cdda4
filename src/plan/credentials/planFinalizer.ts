import type { Policy } from '../../domain/objects/policy.ts'
import { policyFinalizer } from '../../domain/ownership/marks.ts'

export type FinalizerAction = { readonly do: 'writeFinalizers'; readonly finalizers: readonly string[] }

/**
 * The finalizer stands on a policy from before its first write until its last trace is gone, and only where it has
 * credentials. A suspended policy gets none: nothing is written for it but its status.
 *
 * @param leaves whether any namespace still holds a managed secret or a reference of this policy
 */
export const planFinalizer = (policy: Policy, leaves: boolean): FinalizerAction | undefined => {
  const stands = policy.finalizers.includes(policyFinalizer)
  const wants = policy.spec.credentials !== undefined && !policy.deleting
  if (wants && !stands && !policy.spec.suspend) {
    return { do: 'writeFinalizers', finalizers: [...policy.finalizers, policyFinalizer] }
  }
  if (!wants && stands && !leaves) {
    return { do: 'writeFinalizers', finalizers: policy.finalizers.filter((name) => name !== policyFinalizer) }
  }
  return undefined
}
