import { setTimeout as sleep } from 'node:timers/promises'
import { isNotFound } from '../../src/kube/apiError.ts'
import type { ApiClient } from '../../src/kube/client.ts'
import { policies, policy, secretName, sourceName } from '../burst/controlPlane.ts'
import { operatorNamespace } from '../cluster/objects.ts'
import { forAll } from './forAll.ts'
import { isAttached, type Observer, type Seen } from './observer.ts'
import { createRequests, mend } from './requests.ts'

export const phases = ['created', 'rotated', 'drifted', 'deleted'] as const
export type Phase = (typeof phases)[number]

/** Who keeps the namespaces right. */
export interface Keeper {
  /** Starts a phase that begins everywhere at once. `data`: what is to be handed out, as data of a Secret. */
  readonly begin: (phase: Exclude<Phase, 'drifted'>, namespaces: readonly string[], data: object) => Promise<void>
  /** A namespace was harmed; `good` is how it stood before. Who watches for it by himself has nothing to do. */
  readonly harmed: (namespace: string, good: Seen, data: object) => Promise<void>
  /** Resolves when nothing is left to do. */
  readonly ended: (phase: Phase) => Promise<void>
}

/** The floor: makes only the requests that are needed, as if it knew the moment and the place of each. */
export const scriptKeeper = (client: ApiClient, { seen, reached }: Observer): Keeper => {
  const ask = createRequests(client)
  const serve = async (phase: Exclude<Phase, 'drifted'>, namespace: string, data: object): Promise<void> => {
    const { account } = seen(namespace)
    switch (phase) {
      case 'created':
        await Promise.all([ask.create(namespace, data), ask.attach(namespace, [secretName], account?.resourceVersion)])
        break
      case 'rotated':
        await ask.rotate(namespace, seen(namespace), data)
        break
      case 'deleted':
        await ask.attach(namespace, [], account?.resourceVersion)
        await ask.remove(namespace)
        break
    }
  }
  return {
    begin: (phase, namespaces, data) => forAll(namespaces, (namespace) => serve(phase, namespace, data)),
    harmed: async (namespace, good, data) => {
      await reached(namespace, (now) => now.secret?.digest !== good.secret?.digest || !isAttached(now))
      await mend(ask, namespace, seen(namespace), good, data)
    },
    ended: () => Promise.resolve(),
  }
}

const gone = async (client: ApiClient, path: string): Promise<boolean> => {
  try {
    await client.get(path)
    return false
  } catch (error) {
    if (isNotFound(error)) return true
    throw error
  }
}

/** The operator, told by its policy and its source. */
export const operatorKeeper = (client: ApiClient): Keeper => {
  const policyPath = `${policies}/${policy.metadata.name}`
  const sourcePath = `/api/v1/namespaces/${operatorNamespace}/secrets/${sourceName}`
  return {
    begin: async (phase, _, data) => {
      if (phase === 'deleted') await client.delete(policyPath)
      else if (phase === 'rotated') await client.mergePatch(sourcePath, { data })
      else await client.create(policies, policy)
    },
    harmed: () => Promise.resolve(),
    ended: async (phase) => {
      if (phase !== 'deleted') return
      while (!(await gone(client, policyPath))) await sleep(20)
    },
  }
}
