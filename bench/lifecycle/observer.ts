import { performance } from 'node:perf_hooks'
import { runReflector } from '../../src/kube/reflector.ts'
import type { Sink, WatchedResource } from '../../src/kube/sink.ts'
import type { Transport } from '../../src/kube/transport.ts'
import type { PullSecret } from '../../src/domain/objects/pullSecret.ts'
import type { ServiceAccount } from '../../src/domain/objects/serviceAccount.ts'
import { createInterner } from '../../src/store/intern.ts'
import { keyOfObject } from '../../src/store/records/decoded.ts'
import { decodePullSecret } from '../../src/store/records/pullSecret.ts'
import { decodeServiceAccount } from '../../src/store/records/serviceAccount.ts'
import { secretName } from '../burst/controlPlane.ts'

/** One namespace as the watches of the bench show it. */
export interface Seen {
  readonly secret?: PullSecret
  readonly account?: ServiceAccount
}

export const isAttached = ({ account }: Seen): boolean => account?.imagePullSecrets.includes(secretName) ?? false

/** Sees on watches of its own how each namespace stands. */
export interface Observer {
  readonly seen: (namespace: string) => Seen
  /** Resolves with the moment (performance.now()) at which a namespace was first seen so, which may be now. */
  readonly reached: (namespace: string, so: (seen: Seen) => boolean) => Promise<number>
}

interface Waiting {
  readonly so: (seen: Seen) => boolean
  readonly settle: (at: number) => void
}

/** Resolves when both watches are current. */
export const startObserver = async (transport: Transport, signal: AbortSignal): Promise<Observer> => {
  const interner = createInterner()
  const namespaces = new Map<string, Seen>()
  const waiting = new Map<string, readonly Waiting[]>()

  const seen = (namespace: string): Seen => namespaces.get(namespace) ?? {}
  const put = (namespace: string, now: Seen): void => {
    namespaces.set(namespace, now)
    const at = performance.now()
    const left = (waiting.get(namespace) ?? []).filter(({ so, settle }) => {
      if (!so(now)) return true
      settle(at)
      return false
    })
    waiting.set(namespace, left)
  }

  const follow = <R>(resource: Pick<WatchedResource<R>, 'path' | 'fieldSelector' | 'decode'>, sink: Sink<R>) =>
    new Promise<void>((resolve, reject) => {
      const report = ({ kind }: { readonly kind: string }): void => void (kind === 'synced' && resolve())
      const watched = { ...resource, name: resource.path, keyOf: keyOfObject, protobuf: true }
      runReflector({ transport, resource: watched, sink, report, signal }).catch(reject)
    })
  const sinkOf = <R extends { readonly namespace: string; readonly name: string }>(
    name: string,
    change: (before: Seen, record: R | undefined) => Seen,
  ): Sink<R> => ({
    upsert: (_, record) => record.name === name && put(record.namespace, change(seen(record.namespace), record)),
    remove: (key) => {
      const [namespace = '', gone] = key.split('/')
      if (gone === name) put(namespace, change(seen(namespace), undefined))
    },
    beginSync: () => undefined,
    endSync: () => undefined,
  })

  await Promise.all([
    follow(
      {
        path: '/api/v1/secrets',
        fieldSelector: 'type=kubernetes.io/dockerconfigjson',
        decode: decodePullSecret(interner, { keepConfig: () => false }),
      },
      sinkOf<PullSecret>(secretName, ({ account }, secret) => ({
        ...(account && { account }),
        ...(secret && { secret }),
      })),
    ),
    follow(
      {
        path: '/api/v1/serviceaccounts',
        fieldSelector: 'metadata.name=default',
        decode: decodeServiceAccount(interner),
      },
      sinkOf<ServiceAccount>('default', ({ secret }, account) => ({
        ...(account && { account }),
        ...(secret && { secret }),
      })),
    ),
  ])
  return {
    seen,
    reached: (namespace, so) =>
      new Promise((resolve) => {
        waiting.set(namespace, [...(waiting.get(namespace) ?? []), { so, settle: resolve }])
        put(namespace, seen(namespace))
      }),
  }
}
