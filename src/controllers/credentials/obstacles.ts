import type { Obstacle } from '../../plan/credentials/snapshot.ts'

/** What the API server's answers taught about managed names, per namespace. Lost on restart, and then learned again. */
export interface Obstacles {
  readonly in: (namespace: string) => ReadonlyMap<string, Obstacle>
  readonly put: (namespace: string, secretName: string, obstacle: Obstacle) => void
  readonly clear: (namespace: string, secretName: string) => void
  readonly forget: (namespace: string) => void
}

const none: ReadonlyMap<string, Obstacle> = new Map()

export const createObstacles = (): Obstacles => {
  const byNamespace = new Map<string, Map<string, Obstacle>>()
  return {
    in: (namespace) => byNamespace.get(namespace) ?? none,
    put: (namespace, secretName, obstacle) => {
      byNamespace.set(namespace, (byNamespace.get(namespace) ?? new Map()).set(secretName, obstacle))
    },
    clear: (namespace, secretName) => {
      const obstacles = byNamespace.get(namespace)
      if (obstacles?.delete(secretName) && obstacles.size === 0) byNamespace.delete(namespace)
    },
    forget: (namespace) => {
      byNamespace.delete(namespace)
    },
  }
}
