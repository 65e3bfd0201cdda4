import { createKubeCluster } from '../../../src/controllers/kubeCluster.ts'
import { runOperator } from '../../../src/controllers/operator.ts'
import { createProviders } from '../../../src/controllers/providers/providers.ts'
import type { QueueName, Queues } from '../../../src/controllers/queues.ts'
import { createSyncs } from '../../../src/controllers/syncState.ts'
import { createUnreadable } from '../../../src/controllers/unreadable.ts'
import { watches } from '../../../src/controllers/watches.ts'
import { retryAfterMs } from '../../../src/kube/apiError.ts'
import type { Sink, WatchedResource } from '../../../src/kube/sink.ts'
import { secretNameOf } from '../../../src/plan/credentials/effectivePolicy.ts'
import { runController } from '../../../src/runtime/controller.ts'
import { createWorkQueue } from '../../../src/runtime/workQueue.ts'
import { createInterner } from '../../../src/store/intern.ts'
import { decodeImagePolicy } from '../../../src/store/records/imagePolicy.ts'
import { decodePod } from '../../../src/store/records/pod.ts'
import { decodePullSecret } from '../../../src/store/records/pullSecret.ts'
import { decodeServiceAccount } from '../../../src/store/records/serviceAccount.ts'
import { createStore, type Store } from '../../../src/store/store.ts'
import { createManualClock, type ManualClock } from '../../unit/runtime/manualClock.ts'
import type { InProcessStore } from '../apiserver/inProcess.ts'
import { createModelClient, type PendingCall } from './modelClient.ts'
import { operatorNamespace, policies } from './modelServer.ts'
import type { Random } from './random.ts'

/** A request, and what its sender went by: another writer may have changed that before the request arrives. */
export interface AskedCall extends PendingCall {
  /** By policy, the name of the Secret that it claims, as far as the operator had been told when it asked. */
  readonly claims: ReadonlyMap<string, string>
}

/** One life of the operator: its own memory, its own watches, the same wiring as in app.ts. */
export interface ModelOperator {
  /** Requests that wait for their answer; the schedule takes them out. */
  readonly calls: AskedCall[]
  /** Changes that a watch has not told yet, by watch, in order. */
  readonly untold: ReadonlyMap<string, (() => void)[]>
  readonly clock: ManualClock
  /** As a power cut: nothing of it goes on. */
  readonly kill: () => void
}

const resourceOf = (path: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name === 'imagepolicies' ? policies : name
}

const never = (): void => {}

const claimsKnownTo = ({ policies: known }: Store): ReadonlyMap<string, string> =>
  new Map(
    [...known.values()].flatMap((policy) => (policy.spec.credentials ? [[policy.name, secretNameOf(policy)]] : [])),
  )

export const startModelOperator = (server: InProcessStore, random: Random, startsAt: number): ModelOperator => {
  const manual = createManualClock()
  const store = createStore()
  const interner = createInterner()
  const unreadable = createUnreadable()
  const syncs = createSyncs()
  const life = new AbortController()
  const calls: AskedCall[] = []
  const untold = new Map<string, (() => void)[]>()
  const stops: (() => void)[] = []

  const decode = {
    pullSecret: decodePullSecret(interner, { keepConfig: (name) => name === operatorNamespace }),
    serviceAccount: decodeServiceAccount(interner),
    policy: decodeImagePolicy(interner),
    pod: decodePod(interner),
  }
  const recorder = { record: never, known: never, forgotten: never, stop: never }

  /** Lists at once, and lets the schedule tell of every later change. */
  const follow = <R>(
    { name, path, fieldSelector = '', decode: read, keyOf, versionOf }: WatchedResource<R>,
    sink: Sink<R>,
  ): void => {
    const resource = resourceOf(path)
    const type = /^type=(.*)$/.exec(fieldSelector)?.[1]
    const concerns = (object: object): boolean => type === undefined || ('type' in object && object.type === type)
    const upsert = (object: object): void => {
      const decoded = read(object)
      if (!decoded.ok) throw new Error(`${name}: ${decoded.problem}`)
      sink.upsert(decoded.key, decoded.record)
    }
    sink.beginSync()
    for (const object of server.list(resource)) if (concerns(object)) upsert(object)
    sink.endSync()
    const queue: (() => void)[] = []
    untold.set(name, queue)
    stops.push(
      server.onChange(resource, ({ type: change, object }) => {
        if (!concerns(object)) return
        queue.push(() =>
          change === 'DELETED' ? sink.remove(keyOf(object) ?? '', versionOf?.(object)) : upsert(object),
        )
      }),
    )
  }

  for (const watch of watches({ store, interner, decode, ownEvents: recorder, unreadablePolicies: unreadable })) {
    const modelled =
      ['imagepolicies', 'namespaces', 'serviceaccounts'].includes(watch.name) || watch.name.startsWith('secrets')
    if (modelled)
      void watch.follow((resource, sink) => {
        follow(resource, sink)
        return Promise.resolve()
      })
    syncs.report(watch.name, { kind: 'synced' })
  }

  const queues: Queues = {
    policy: createWorkQueue({ clock: manual }),
    credentials: createWorkQueue({ clock: manual }),
    detection: createWorkQueue({ clock: manual }),
    owner: createWorkQueue({ clock: manual }),
    pullSecret: createWorkQueue({ clock: manual }),
    provider: createWorkQueue({ clock: manual }),
    creation: createWorkQueue({ clock: manual }),
    recovery: createWorkQueue({ clock: manual }),
    restart: createWorkQueue({ clock: manual }),
    status: createWorkQueue({ clock: manual }),
  }
  const concurrency: Readonly<Record<QueueName, number>> = {
    policy: 4,
    credentials: 4,
    detection: 1,
    owner: 1,
    pullSecret: 1,
    provider: 1,
    creation: 1,
    recovery: 1,
    restart: 1,
    status: 2,
  }

  const dead = (): boolean => life.signal.aborted
  const client = createModelClient(server, (call) => {
    if (!dead()) calls.push({ ...call, claims: claimsKnownTo(store) })
  })
  void runOperator({
    store,
    cluster: createKubeCluster(client, decode),
    syncs,
    queues,
    run: (name, reconcile) =>
      runController({
        queue: queues[name],
        reconcile,
        concurrency: concurrency[name],
        retryAfterMs,
        clock: manual,
        random: () => random.below(1000) / 1000,
        signal: life.signal,
      }),
    recorder,
    clock: { ...manual, date: () => new Date(startsAt + manual.now()) },
    ownNamespace: operatorNamespace,
    sourceNamespaces: new Set(),
    isProtected: (name) => name === operatorNamespace || name === 'kube-system',
    unreadablePolicies: unreadable.names,
    wrote: never,
    providers: createProviders([]),
    callPlugin: () => Promise.reject(new Error('no plugins here')),
    pluginCalls: { called: never },
    diagnoseOnly: false,
    evictions: { evicted: never, refused: never },
    signal: life.signal,
  })

  return {
    calls,
    untold,
    clock: manual,
    kill: () => {
      life.abort()
      calls.length = 0
      for (const stop of stops) stop()
    },
  }
}
