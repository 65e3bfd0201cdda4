import { performance } from 'node:perf_hooks'
import { runReflector } from '../../src/kube/reflector.ts'
import type { Sink } from '../../src/kube/sink.ts'
import type { Transport } from '../../src/kube/transport.ts'
import { createInterner } from '../../src/store/intern.ts'
import { keyOfObject } from '../../src/store/records/decoded.ts'
import { decodePullSecret } from '../../src/store/records/pullSecret.ts'
import { decodeServiceAccount } from '../../src/store/records/serviceAccount.ts'
import { secretName } from './controlPlane.ts'

/** Sees, on watches of its own, when a namespace has its Secret and its ServiceAccount names it. */
export interface Observer {
  /** Resolves with the moment (performance.now()) at which both were seen. */
  readonly served: (namespace: string) => Promise<number>
  /** Resolves when the namespace's ServiceAccount `default` is there. */
  readonly accountMade: (namespace: string) => Promise<AccountMade>
}

interface AccountMade {
  readonly resourceVersion: string
  /** When it was first seen (performance.now()). */
  readonly at: number
}

interface Once<T> {
  readonly promise: Promise<T>
  readonly settle: (value: T) => void
}

/** Promises by key, made by whoever comes first: who waits or who tells. */
const promisesByKey = <T>(): ((key: string) => Once<T>) => {
  const made = new Map<string, Once<T>>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const { promise, resolve } = Promise.withResolvers<T>()
    const once = { promise, settle: resolve }
    made.set(key, once)
    return once
  }
}

const sinkOf = <R>(upsert: (record: R) => void): Sink<R> => ({
  upsert: (_, record) => upsert(record),
  remove: () => undefined,
  beginSync: () => undefined,
  endSync: () => undefined,
})

/** Resolves when both watches are current. */
export const startObserver = async (transport: Transport, signal: AbortSignal): Promise<Observer> => {
  const interner = createInterner()
  const hasSecret = promisesByKey<number>()
  const isAttached = promisesByKey<number>()
  const account = promisesByKey<AccountMade>()

  const follow = <R>(
    path: string,
    decode: (
      object: unknown,
    ) =>
      | { readonly ok: true; readonly key: string; readonly record: R }
      | { readonly ok: false; readonly problem: string },
    upsert: (record: R) => void,
    fieldSelector: string,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const resource = { name: path, path, fieldSelector, decode, keyOf: keyOfObject, protobuf: true }
      const report = ({ kind }: { readonly kind: string }): void => void (kind === 'synced' && resolve())
      runReflector({ transport, resource, sink: sinkOf(upsert), report, signal }).catch(reject)
    })

  await Promise.all([
    follow(
      '/api/v1/secrets',
      decodePullSecret(interner, { keepConfig: () => false }),
      ({ namespace, name }) => name === secretName && hasSecret(namespace).settle(performance.now()),
      'type=kubernetes.io/dockerconfigjson',
    ),
    follow(
      '/api/v1/serviceaccounts',
      decodeServiceAccount(interner),
      ({ namespace, imagePullSecrets, resourceVersion }) => {
        account(namespace).settle({ resourceVersion, at: performance.now() })
        if (imagePullSecrets.includes(secretName)) isAttached(namespace).settle(performance.now())
      },
      'metadata.name=default',
    ),
  ])
  return {
    served: async (namespace) =>
      Math.max(...(await Promise.all([hasSecret(namespace).promise, isAttached(namespace).promise]))),
    accountMade: (namespace) => account(namespace).promise,
  }
}
