import type { Obstacle } from '../../plan/credentials/snapshot.ts'
import type { Store } from '../../store/store.ts'
import type { Cluster, SecretLook } from '../cluster.ts'
import type { Doubts } from './doubts.ts'
import type { Obstacles } from './obstacles.ts'

export interface LookDeps {
  readonly store: Store
  readonly cluster: Cluster
  readonly obstacles: Obstacles
}

const key = (namespace: string, name: string): string => `${namespace}/${name}`

/** A Secret of another type, under a managed name. */
export const obstacleOf = ({ type, ours }: Extract<SecretLook, { kind: 'otherType' }>): Obstacle =>
  ours === undefined ? { kind: 'foreign', type } : { kind: 'mistyped', type, seen: ours }

/** Reads a Secret anew and puts into the store what is there. */
export const lookAtSecretAgain = async (
  { store, cluster, obstacles }: LookDeps,
  namespace: string,
  name: string,
): Promise<void> => {
  const held = store.pullSecrets.get(key(namespace, name))
  const look = await cluster.lookAtSecret(namespace, name)
  switch (look.kind) {
    case 'pullSecret':
      store.pullSecrets.written(key(namespace, name), look.secret)
      break
    case 'otherType':
      obstacles.put(namespace, name, obstacleOf(look))
      break
    case 'absent':
      // By uid: the watch may have brought another of the name since the answer was made.
      store.pullSecrets.gone(key(namespace, name), held?.uid)
      obstacles.clear(namespace, name)
  }
}

/** Reads a ServiceAccount anew and puts into the store what is there. */
export const lookAtAccountAgain = async (
  { store, cluster }: LookDeps,
  namespace: string,
  name: string,
): Promise<void> => {
  const held = store.serviceAccounts.get(key(namespace, name))
  const fresh = await cluster.lookAtAccount(namespace, name)
  if (fresh === undefined) store.serviceAccounts.gone(key(namespace, name), held?.uid)
  else store.serviceAccounts.written(key(namespace, name), fresh)
}

/** Looks at everything in a namespace of which it is not known whether our last write was done. */
export const resolveDoubts = async (deps: LookDeps & { readonly doubts: Doubts }, namespace: string): Promise<void> => {
  for (const doubt of deps.doubts.in(namespace)) {
    await (doubt.kind === 'secret' ? lookAtSecretAgain : lookAtAccountAgain)(deps, namespace, doubt.name)
    deps.doubts.resolved(namespace, doubt)
  }
}
