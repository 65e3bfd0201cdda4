import { performance } from 'node:perf_hooks'
import type { ApiClient } from '../../src/kube/client.ts'
import { forAll } from './forAll.ts'
import type { Keeper, Phase } from './keepers.ts'
import { isAttached, type Observer, type Seen } from './observer.ts'
import { createRequests, dataOf, harm } from './requests.ts'

const reachedIn = (phase: Phase, before: Seen): ((now: Seen) => boolean) => {
  switch (phase) {
    case 'created':
      return (now) => now.secret !== undefined && isAttached(now)
    case 'rotated':
      return (now) => now.secret !== undefined && now.secret.digest !== before.secret?.digest
    case 'drifted':
      return (now) =>
        now.secret?.digest === before.secret?.digest &&
        isAttached(now) &&
        (now.secret?.resourceVersion !== before.secret?.resourceVersion ||
          now.account?.resourceVersion !== before.account?.resourceVersion)
    case 'deleted':
      return (now) => now.secret === undefined && !isAttached(now)
  }
}

/** How long each namespace took, milliseconds, from when the change was asked for; and all of it. */
export interface Timing {
  readonly latencies: readonly number[]
  readonly total: number
}

/** @param tenant who harms, in the phase `drifted` */
export const runPhase = async (
  phase: Phase,
  keeper: Keeper,
  {
    observer,
    tenant,
    namespaces,
    password,
  }: {
    readonly observer: Observer
    readonly tenant: ApiClient
    readonly namespaces: readonly string[]
    readonly password: string
  },
): Promise<Timing> => {
  const data = dataOf(password)
  const startedAt = performance.now()
  const latencies: Promise<number>[] = []
  const wait = (namespace: string, since: number): void => {
    const reached = observer.reached(namespace, reachedIn(phase, observer.seen(namespace)))
    latencies.push(reached.then((at) => at - since))
  }
  if (phase === 'drifted') {
    const ask = createRequests(tenant)
    const mending: Promise<void>[] = []
    await forAll(namespaces, async (namespace, index) => {
      const good = observer.seen(namespace)
      wait(namespace, performance.now())
      await harm(ask, namespace, index)
      mending.push(keeper.harmed(namespace, good, data))
    })
    await Promise.all(mending)
  } else {
    for (const namespace of namespaces) wait(namespace, startedAt)
    await keeper.begin(phase, namespaces, data)
  }
  const all = await Promise.all(latencies)
  await keeper.ended(phase)
  return { latencies: all, total: performance.now() - startedAt }
}
