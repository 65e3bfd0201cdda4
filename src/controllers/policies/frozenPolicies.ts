import type { EffectivePolicy } from '../../plan/credentials/effectivePolicy.ts'
import type { NamespaceSnapshot } from '../../plan/credentials/snapshot.ts'
import type { Table } from '../../store/table.ts'

/** Policies that change nothing now: those that cannot be read, and suspended ones, unless they are being deleted. */
export const frozenPolicies = (
  effective: Pick<Table<EffectivePolicy>, 'get' | 'values'>,
  unreadable: ReadonlySet<string>,
): NamespaceSnapshot['frozenPolicies'] => {
  const suspended = [...effective.values()].filter((policy) => policy.suspended && !policy.deleting)
  const names = [...unreadable, ...suspended.map(({ name }) => name)]
  return new Map(names.map((name) => [name, effective.get(name)?.credentials?.secretName]))
}
