import type { PullSecret, PullSecretType } from '../domain/objects/pullSecret.ts'
import type { Policy } from '../domain/objects/policy.ts'
import type { ServiceAccount } from '../domain/objects/serviceAccount.ts'
import type { Sink, WatchedResource } from '../kube/sink.ts'
import { eventFieldSelector } from '../store/records/eventReasons.ts'
import { keyOfObject, versionOfObject, type Decode } from '../store/records/decoded.ts'
import { decodeEvent, type SeenEvent } from '../store/records/event.ts'
import { decodeNamespace } from '../store/records/namespace.ts'
import { decodeNode } from '../store/records/node.ts'
import { decodePod } from '../store/records/pod.ts'
import { decodeRuntimeClass } from '../store/records/runtimeClass.ts'
import type { Interner } from '../store/intern.ts'
import type { Store } from '../store/store.ts'
import { createSink } from '../store/sync.ts'
import type { Unreadable } from './unreadable.ts'

/** A resource and where its records go, the record's type closed over. */
export interface Watch {
  readonly name: WatchName
  /** Starts the watch with whatever runs reflectors. */
  readonly follow: (run: <R>(resource: WatchedResource<R>, sink: Sink<R>) => Promise<void>) => Promise<void>
}

export type WatchName =
  | 'imagepolicies'
  | 'namespaces'
  | 'serviceaccounts'
  | 'secrets/dockerconfigjson'
  | 'secrets/dockercfg'
  | 'pods'
  | 'events'
  | 'nodes'
  | 'runtimeclasses'

/** Our own Events, as the watch shows them: what is there need not be written again. */
export interface OwnEvents {
  readonly known: (key: string) => void
  readonly forgotten: (key: string) => void
}

export interface WatchOptions {
  readonly store: Store
  readonly interner: Interner
  readonly decode: WatchDecoders
  readonly ownEvents: OwnEvents
  readonly unreadablePolicies: Unreadable
}

export interface WatchDecoders {
  readonly pullSecret: Decode<PullSecret>
  readonly serviceAccount: Decode<ServiceAccount>
  readonly policy: Decode<Policy>
}

const eventSink = ({ events }: Store, own: OwnEvents): Sink<SeenEvent> => {
  const sink = createSink(events)
  return {
    ...sink,
    upsert: (key, seen) => {
      if (seen.kind === 'observed') return sink.upsert(key, seen.event)
      if (seen.kind === 'own') own.known(key)
    },
    remove: (key, version) => {
      sink.remove(key, version)
      own.forgotten(key)
    },
  }
}

/** The nine watches of the operator: one stream per kind, two for Secrets, one per type. */
export const watches = ({ store, interner, decode, ownEvents, unreadablePolicies }: WatchOptions): readonly Watch[] => {
  const watch = <R>(
    name: WatchName,
    resource: Pick<WatchedResource<R>, 'path' | 'decode' | 'fieldSelector' | 'protobuf'>,
    sink: Sink<R>,
  ): Watch => ({
    name,
    follow: (run) => run({ protobuf: true, ...resource, name, keyOf: keyOfObject, versionOf: versionOfObject }, sink),
  })

  const secrets = (name: WatchName, type: PullSecretType): Watch =>
    watch(
      name,
      { path: '/api/v1/secrets', fieldSelector: `type=${type}`, decode: decode.pullSecret },
      createSink(store.pullSecrets, (secret) => secret.type === type),
    )

  return [
    watch(
      'imagepolicies',
      { path: '/apis/pullkeeper.dev/v1alpha1/imagepolicies', decode: decode.policy, protobuf: false },
      unreadablePolicies.clearing(createSink(store.policies)),
    ),
    watch(
      'namespaces',
      { path: '/api/v1/namespaces', decode: decodeNamespace(interner) },
      createSink(store.namespaces),
    ),
    watch(
      'serviceaccounts',
      { path: '/api/v1/serviceaccounts', decode: decode.serviceAccount },
      createSink(store.serviceAccounts),
    ),
    secrets('secrets/dockerconfigjson', 'kubernetes.io/dockerconfigjson'),
    secrets('secrets/dockercfg', 'kubernetes.io/dockercfg'),
    watch('pods', { path: '/api/v1/pods', decode: decodePod(interner) }, createSink(store.pods)),
    watch(
      'events',
      { path: '/api/v1/events', fieldSelector: eventFieldSelector, decode: decodeEvent(interner) },
      eventSink(store, ownEvents),
    ),
    watch('nodes', { path: '/api/v1/nodes', decode: decodeNode(interner) }, createSink(store.nodes)),
    watch(
      'runtimeclasses',
      { path: '/apis/node.k8s.io/v1/runtimeclasses', decode: decodeRuntimeClass(interner) },
      createSink(store.runtimeClasses),
    ),
  ]
}
