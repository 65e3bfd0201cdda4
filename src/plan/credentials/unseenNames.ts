import { parseAttached } from '../../domain/ownership/attached.ts'
import type { NamespacePlan } from './action.ts'
import type { EffectivePolicy } from './effectivePolicy.ts'
import type { NamespaceSnapshot } from './snapshot.ts'

/** Names that a plan takes off our record of an account, whether or not its list still has them. */
const released = ({ accounts }: NamespaceSnapshot, { first }: NamespacePlan): readonly string[] =>
  first.flatMap((action) => {
    if (action.do !== 'writeAccount') return []
    const before = accounts.find(({ name }) => name === action.name)
    const after = parseAttached(action.attached)
    return [...parseAttached(before?.attached).keys()].filter((name) => !after.has(name))
  })

const departing = (policies: readonly EffectivePolicy[]): readonly string[] =>
  policies.flatMap(({ deleting, credentials }) =>
    deleting && credentials !== undefined ? [credentials.secretName] : [],
  )

const created = ({ first }: NamespacePlan): readonly string[] =>
  first.flatMap((action) => (action.do === 'createSecret' ? [action.secret.name] : []))

/**
 * Managed names under which there may be a Secret of ours that no watch shows, since somebody made it anew with another
 * type: to be looked at before the plan is carried out, or it would be left behind.
 *
 * @param unexplored what selects the namespace, in the first plan for a namespace that was there when the process began;
 *   an earlier process may have learned what this one does not know yet
 */
export const unseenNames = (
  seen: NamespaceSnapshot,
  plan: NamespacePlan,
  unexplored: readonly EffectivePolicy[] | undefined,
): readonly string[] => {
  if (seen.terminating) return []
  const names = new Set([
    ...released(seen, plan),
    ...(unexplored === undefined ? [] : [...created(plan), ...departing(unexplored)]),
  ])
  const shown = new Set(seen.secrets.map(({ name }) => name))
  return [...names].filter((name) => !shown.has(name) && !seen.obstacles.has(name))
}
