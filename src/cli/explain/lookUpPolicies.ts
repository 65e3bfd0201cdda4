import type { Inventory } from '../audit/inventory.ts'
import type { Lookup, Message } from './lookup.ts'

/**
 * Reads the ImagePolicies, the labels of the namespace that these select by, and the sources of which no operator has
 * said anything. Where the kind is not installed, or no policy was given, there are none.
 *
 * @param put takes an object into the inventory
 * @param unread told what may not be read
 */
export const lookUpPolicies = async (
  namespace: string,
  inventory: Inventory,
  lookup: Lookup,
  put: (kind: string, object: Message) => void,
  unread: (why: string) => void,
): Promise<void> => {
  const policies = await lookup.list('ImagePolicy', '')
  if (policies.state === 'unread') {
    if (lookup.complete) unread(`policies: ${policies.why}`)
    return
  }
  for (const policy of policies.objects) put('ImagePolicy', policy)
  if (policies.objects.length === 0) return
  const known = await lookup.get('Namespace', '', namespace)
  if (known.state === 'found') put('Namespace', known.object)
  else if (known.state === 'unread' && lookup.complete) unread(`namespace ${namespace}: ${known.why}`)
  for (const { given } of Array.from(inventory.policies.values())) {
    if (given.told !== undefined) continue
    for (const source of given.policy.spec.credentials?.sources ?? []) {
      if (source.kind === 'provider') continue
      const { namespace: of = inventory.operator.namespace, name } = source.secretRef
      const found = await lookup.get('Secret', of, name)
      if (found.state === 'found') put('Secret', found.object)
      if (found.state === 'absent') inventory.secretNamespaces.add(of)
    }
  }
}
