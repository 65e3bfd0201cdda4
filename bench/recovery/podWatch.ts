import { runReflector } from '../../src/kube/reflector.ts'
import type { Transport } from '../../src/kube/transport.ts'
import { createInterner } from '../../src/store/intern.ts'
import type { Pod, WaitingContainer } from '../../src/domain/objects/pod.ts'
import { keyOfObject } from '../../src/store/records/decoded.ts'
import { decodePod } from '../../src/store/records/pod.ts'

/** Sees the pods of a node, on a watch of its own. */
export interface PodWatch {
  /** Resolves with the moment (milliseconds since the epoch) at which the pods of a namespace were seen to be so. */
  readonly until: (namespace: string, holds: (pods: readonly Pod[]) => boolean) => Promise<number>
  /** How many pods of a namespace kubelet has held back from pulling so far, for its own limit (registryPullQPS). */
  readonly heldBack: (namespace: string) => number
}

interface Waiter {
  readonly namespace: string
  readonly holds: (pods: readonly Pod[]) => boolean
  readonly resolve: (at: number) => void
}

const isHeldBack = ({ message }: WaitingContainer): boolean => message.includes('pull QPS exceeded')

/** Resolves when the watch is current. */
export const watchPods = (transport: Transport, signal: AbortSignal): Promise<PodWatch> => {
  const pods = new Map<string, Pod>()
  const waiters = new Set<Waiter>()
  /** By namespace, uids. */
  const held = new Map<string, Set<string>>()
  const look = (waiter: Waiter): void => {
    const { namespace, holds, resolve } = waiter
    if (!holds([...pods.values()].filter((pod) => pod.namespace === namespace))) return
    waiters.delete(waiter)
    resolve(Date.now())
  }
  const changed = (namespace: string | undefined): void => {
    for (const waiter of waiters) if (waiter.namespace === namespace) look(waiter)
  }
  const sink = {
    upsert: (key: string, pod: Pod) => {
      pods.set(key, pod)
      if (pod.waiting.some(isHeldBack)) held.set(pod.namespace, (held.get(pod.namespace) ?? new Set()).add(pod.uid))
      changed(pod.namespace)
    },
    remove: (key: string) => {
      const gone = pods.get(key)
      pods.delete(key)
      changed(gone?.namespace)
    },
    retain: () => undefined,
    beginSync: () => undefined,
    endSync: () => undefined,
  }
  const path = '/api/v1/pods'
  const resource = { name: path, path, decode: decodePod(createInterner()), keyOf: keyOfObject, protobuf: true }
  const watch: PodWatch = {
    until: (namespace, holds) =>
      new Promise((resolve) => {
        const waiter = { namespace, holds, resolve }
        waiters.add(waiter)
        look(waiter)
      }),
    heldBack: (namespace) => held.get(namespace)?.size ?? 0,
  }
  return new Promise((resolve, reject) => {
    const report = ({ kind }: { readonly kind: string }): void => void (kind === 'synced' && resolve(watch))
    runReflector({ transport, resource, sink, report, signal }).catch(reject)
  })
}

/** So many pods, and each waits for an image that the registry denied it. */
export const allDenied =
  (count: number) =>
  (pods: readonly Pod[]): boolean =>
    pods.length === count &&
    pods.every(({ waiting }) => waiting.some(({ message }) => message.includes('401 Unauthorized')))

/** So many pods, none of them on its way out, and every container of them runs. */
export const allRun =
  (count: number) =>
  (pods: readonly Pod[]): boolean =>
    pods.length === count &&
    pods.every(({ deleting, phase, waiting }) => !deleting && phase === 'Running' && waiting.length === 0)

export const allGone = (pods: readonly Pod[]): boolean => pods.length === 0
