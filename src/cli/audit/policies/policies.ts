import { protection } from '../../../config/controllerConfig.ts'
import type { PolicySecret } from '../../../domain/failure/world.ts'
import type { PolicyStanding } from '../../../domain/policy/standing.ts'
import { knowPolicy, type KnownPolicy } from '../../../plan/policies/knownPolicy.ts'
import { standingsIn } from '../../../plan/policies/standings.ts'
import type { SeenSource } from '../../../plan/credentials/resolveSources.ts'
import { knowsSecretsIn, type Inventory } from '../inventory.ts'

/** What the policies that were read mean for what else was read. */
export interface Policies {
  /** Those in force: of a cluster, or, where none of a cluster was given, of manifests. */
  readonly inForce: readonly KnownPolicy[]
  /** As they will be once the manifests are applied. */
  readonly toBe: readonly KnownPolicy[]
  readonly isProtected: (namespace: string) => boolean
  readonly standingsIn: (namespace: string) => readonly PolicyStanding[]
  /** What they give in a namespace, as a diagnosis asks for it. */
  readonly secretsIn: (namespace: string) => readonly PolicySecret[]
}

const look = (inventory: Inventory, namespace: string, name: string): SeenSource | undefined => {
  const key = `${namespace}/${name}`
  const secret = inventory.pullSecrets.get(key)
  if (secret !== undefined) return { kind: 'seen', secret }
  const type = inventory.otherSecrets.get(key)
  if (type !== undefined) return { kind: 'otherType', type }
  return knowsSecretsIn(inventory, namespace) ? { kind: 'absent' } : undefined
}

const toSecret = ({
  policy,
  secretName,
  recovery,
  sources,
  selectsAccount,
  hindrance,
}: PolicyStanding): PolicySecret => ({
  policy,
  secretName,
  keys: sources.flatMap(({ keys }) => keys ?? []),
  recovery,
  selectsAccount,
  ...(hindrance !== undefined && { hindrance }),
})

/** Compiles the policies once everything has been read. */
export const policiesOf = (inventory: Inventory): Policies => {
  const { namespace, sourceNamespaces, given } = inventory.operator
  const around = {
    ownNamespace: namespace,
    sourceNamespaces: new Set(sourceNamespaces),
    operatorKnown: given,
    look: (of: string, name: string) => look(inventory, of, name),
  }
  const all = Array.from(inventory.policies.values(), ({ given: policy }) => knowPolicy(policy, around))
  const live = all.filter((policy) => policy.live)
  const manifests = all.filter((policy) => !policy.live)
  const replaced = new Set(manifests.map(({ policy }) => policy.name))
  const inForce = live.length > 0 ? live : manifests
  const isProtected = protection({ namespace, protectedNamespaces: [] })
  const cache = new Map<string, readonly PolicyStanding[]>()
  const standings = (name: string): readonly PolicyStanding[] => {
    const known = cache.get(name) ?? standingsIn(name, inventory.namespaces.get(name), inForce, isProtected)
    cache.set(name, known)
    return known
  }
  return {
    inForce,
    toBe: [...live.filter(({ policy }) => !replaced.has(policy.name)), ...manifests],
    isProtected,
    standingsIn: standings,
    secretsIn: (name) => standings(name).flatMap((one) => (one.applies === 'Yes' ? [toSecret(one)] : [])),
  }
}
