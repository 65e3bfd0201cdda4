import type { Policy } from '../../domain/objects/policy.ts'
import type { SeenSource } from '../../plan/credentials/resolveSources.ts'
import type { Store } from '../../store/store.ts'
import type { Cluster } from '../cluster.ts'

/** What sources' Secrets are, those of another type too, which no watch shows. */
export interface SourceLooks {
  readonly look: (namespace: string, name: string) => SeenSource
  /** Reads the policy's sources that no watch shows, to tell the absent from those of the wrong type. */
  readonly refresh: (policy: Policy) => Promise<void>
}

export const createSourceLooks = (
  { pullSecrets }: Store,
  cluster: Pick<Cluster, 'lookAtSecret'>,
  ownNamespace: string,
): SourceLooks => {
  const otherTypes = new Map<string, string>()
  return {
    look: (namespace, name) => {
      const key = `${namespace}/${name}`
      const secret = pullSecrets.get(key)
      if (secret !== undefined) return { kind: 'seen', secret }
      const type = otherTypes.get(key)
      return type === undefined ? { kind: 'absent' } : { kind: 'otherType', type }
    },
    refresh: async (policy) => {
      for (const source of policy.spec.credentials?.sources ?? []) {
        if (source.kind === 'provider') continue
        const { namespace = ownNamespace, name } = source.secretRef
        const key = `${namespace}/${name}`
        if (pullSecrets.get(key) !== undefined) {
          otherTypes.delete(key)
          continue
        }
        const look = await cluster.lookAtSecret(namespace, name)
        if (look.kind === 'otherType') otherTypes.set(key, look.type)
        else otherTypes.delete(key)
      }
    },
  }
}
