import type { Policy, SecretSource } from '../../domain/objects/policy.ts'
import type { SeenSource } from '../../plan/credentials/resolveSources.ts'
import type { Store } from '../../store/store.ts'
import type { Cluster } from '../cluster.ts'

/** What sources' Secrets are, those of another type too, which no watch shows. */
export interface SourceLooks {
  readonly look: (namespace: string, name: string) => SeenSource
  /** Reads the policy's sources that no watch shows, to tell the absent from those of the wrong type. */
  readonly refresh: (policy: Policy) => Promise<void>
}

const secretRefsOf = ({ spec }: Policy): readonly SecretSource['secretRef'][] =>
  (spec.credentials?.sources ?? []).flatMap((source) => (source.kind === 'secret' ? [source.secretRef] : []))

export const createSourceLooks = (
  { pullSecrets, policies }: Pick<Store, 'pullSecrets' | 'policies'>,
  cluster: Pick<Cluster, 'lookAtSecret'>,
  ownNamespace: string,
): SourceLooks => {
  const otherTypes = new Map<string, string>()
  const keyOf = ({ namespace = ownNamespace, name }: SecretSource['secretRef']): string => `${namespace}/${name}`

  const forgetUnnamed = (): void => {
    if (otherTypes.size === 0) return
    const named = new Set([...policies.values()].flatMap(secretRefsOf).map(keyOf))
    for (const key of otherTypes.keys()) if (!named.has(key)) otherTypes.delete(key)
  }

  return {
    look: (namespace, name) => {
      const key = keyOf({ namespace, name })
      const secret = pullSecrets.get(key)
      if (secret !== undefined) return { kind: 'seen', secret }
      const type = otherTypes.get(key)
      return type === undefined ? { kind: 'absent' } : { kind: 'otherType', type }
    },
    refresh: async (policy) => {
      forgetUnnamed()
      for (const ref of secretRefsOf(policy)) {
        const key = keyOf(ref)
        if (pullSecrets.get(key) !== undefined) {
          otherTypes.delete(key)
          continue
        }
        const look = await cluster.lookAtSecret(ref.namespace ?? ownNamespace, ref.name)
        if (look.kind === 'otherType') otherTypes.set(key, look.type)
        else otherTypes.delete(key)
      }
    },
  }
}
