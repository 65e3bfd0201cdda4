import type { Namespace } from '../../domain/objects/namespace.ts'
import { isOptedOut } from '../../domain/ownership/optOut.ts'
import type { EffectivePolicy } from './effectivePolicy.ts'
import type { WantedSecret } from './wanted.ts'

/** What the policies want in one namespace, and who had to give way. */
export interface WantedIn {
  readonly wanted: readonly WantedSecret[]
  /** Policies whose secretName an older policy has here. */
  readonly yielded: readonly { readonly policy: string; readonly secretName: string; readonly to: string }[]
}

/** The older policy, then the smaller name, has a secretName that two want. */
const bySeniority = (a: EffectivePolicy, b: EffectivePolicy): number =>
  a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1)

/**
 * Selects the policies that apply to a namespace. A protected namespace, or one whose owner opted out, gets nothing,
 * even under `{}`; a policy that is being deleted wants nothing.
 */
export const wantedIn = (
  namespace: Namespace,
  policies: Iterable<EffectivePolicy>,
  isProtected: (namespace: string) => boolean,
): WantedIn => {
  if (isProtected(namespace.name) || isOptedOut(namespace.labels)) return { wanted: [], yielded: [] }
  const taken = new Map<string, WantedSecret>()
  const yielded: WantedIn['yielded'][number][] = []
  for (const policy of [...policies].sort(bySeniority)) {
    const { credentials } = policy
    if (credentials === undefined || policy.deleting || !policy.selectsNamespace(namespace.labels)) continue
    const { secretName, intent, selectsAccount } = credentials
    const owner = taken.get(secretName)
    if (owner === undefined) taken.set(secretName, { policy: policy.name, secretName, intent, selectsAccount })
    else yielded.push({ policy: policy.name, secretName, to: owner.policy })
  }
  return { wanted: [...taken.values()], yielded }
}
