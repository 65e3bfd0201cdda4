import { protection, type ControllerConfig } from './config/controllerConfig.ts'
import { loadCredentialProviders } from './config/credentialProviders.ts'
import { pluginEnvironment } from './config/pluginEnvironment.ts'
import { createKubeCluster } from './controllers/kubeCluster.ts'
import { takePart } from './controllers/leadership.ts'
import { metricsOfStore } from './controllers/metricsOfStore.ts'
import { runOperator } from './controllers/operator.ts'
import { postEvent } from './controllers/postEvent.ts'
import { callPlugin } from './controllers/providers/callPlugin.ts'
import { pluginReports } from './controllers/providers/pluginReports.ts'
import { createProviders } from './controllers/providers/providers.ts'
import type { QueueName, Queues } from './controllers/queues.ts'
import { evictionReports } from './controllers/recovery/evictionReports.ts'
import { createSyncs, type Syncs } from './controllers/syncState.ts'
import { createUnreadable } from './controllers/unreadable.ts'
import { watches, type WatchName } from './controllers/watches.ts'
import { watchReports } from './controllers/watchReports.ts'
import { writeReports } from './controllers/writeReports.ts'
import { retryAfterMs } from './kube/apiError.ts'
import { createClient } from './kube/client.ts'
import { createEnding } from './kube/ending.ts'
import { loadKubeConfig } from './kube/kubeConfig.ts'
import { runReflector } from './kube/reflector.ts'
import { createTransport } from './kube/transport.ts'
import { yielding } from './kube/yielding.ts'
import { createEventRecorder } from './observe/eventRecorder.ts'
import { startHttpServers, type ReadinessCheck } from './observe/httpServer.ts'
import { createLogger, textOfError } from './observe/log.ts'
import { createMetrics } from './observe/metrics.ts'
import { aborted } from './runtime/aborted.ts'
import { systemClock } from './runtime/clock.ts'
import { runController as runLoop, type Reconcile } from './runtime/controller.ts'
import { createWorkQueue, type WorkQueue } from './runtime/workQueue.ts'
import { createInterner } from './store/intern.ts'
import { decodeImagePolicy } from './store/records/imagePolicy.ts'
import { decodePod } from './store/records/pod.ts'
import { decodePullSecret } from './store/records/pullSecret.ts'
import { decodeServiceAccount } from './store/records/serviceAccount.ts'
import { createStore } from './store/store.ts'
import { version } from './version.ts'

/** Reconciles at the same time. Diagnosis is arithmetic, one after the other; the rest waits for the network. */
const concurrencyOf = (name: QueueName, { concurrency }: ControllerConfig): number => {
  switch (name) {
    case 'credentials':
      return concurrency
    case 'policy':
    case 'provider':
    case 'owner':
    case 'pullSecret':
    case 'creation':
    case 'recovery':
    case 'status':
      return 4
    case 'detection':
    case 'restart':
      return 1
  }
}

const readiness = (syncs: Syncs, name: WatchName): ReadinessCheck => ({
  name: `watch ${name}`,
  missing: () => {
    const state = syncs.of(name)
    switch (state.kind) {
      case 'synced':
        return undefined
      case 'pending':
        return 'not synced yet'
      case 'refused':
        return state.message
    }
  },
})

/**
 * For requests that are under way at the end, milliseconds: with what giving the Lease back may take after it (5 s, as
 * LeaseTiming says) well within the 30 s that config/manager leaves.
 */
const graceMs = 10_000

/**
 * Runs the operator until the signal is aborted, and gives the exit status: 0 after an orderly end, 1 when the Lease
 * was lost, for then another one leads. Throws KubeConfigError, and when an address cannot be listened on.
 */
export const runController = async (config: ControllerConfig, signal: AbortSignal): Promise<number> => {
  const clock = systemClock
  const providers = createProviders(
    config.credentialProviders ? loadCredentialProviders(config.credentialProviders) : [],
  )
  const log = createLogger(config.logLevel)
  const metrics = createMetrics()
  const { kubeconfig, context, namespace, identity } = config
  const lost = new AbortController()
  const told = AbortSignal.any([signal, lost.signal])
  const ending = createEnding(told, graceMs, clock)
  const transport = yielding(
    metrics.counted(createTransport(loadKubeConfig({ kubeconfig, context }), { userAgent: `pullkeeper/${version}` })),
    clock,
    told,
  )
  const client = createClient({ transport, fieldManager: 'pullkeeper', ending })

  const store = createStore()
  const syncs = createSyncs()
  const unreadablePolicies = createUnreadable()
  const interner = createInterner()
  const sourceNamespaces = new Set(config.sourceNamespaces)
  const decode = {
    pullSecret: decodePullSecret(interner, { keepConfig: (name) => name === namespace || sourceNamespaces.has(name) }),
    serviceAccount: decodeServiceAccount(interner),
    policy: decodeImagePolicy(interner),
    pod: decodePod(interner),
  }
  const recorder = createEventRecorder({
    post: postEvent(client),
    instance: identity,
    clock,
    onDropped: metrics.eventDropped,
  })
  const all = watches({ store, interner, decode, ownEvents: recorder, unreadablePolicies }).filter(
    ({ name }) => !config.diagnoseOnly || !name.startsWith('secrets/'),
  )
  const report = watchReports({ log, metrics, syncs, unreadablePolicies })

  const servers = await startHttpServers(
    { probes: config.healthProbeBindAddress, metrics: config.metricsBindAddress },
    { readiness: all.map(({ name }) => readiness(syncs, name)), metrics },
  )
  log.info('started', { version, server: transport.server, operatorNamespace: namespace, identity })
  // With port 0 nobody else can tell where; probes before metrics, as the addresses above.
  if (servers.ports.length > 0) log.info('listening', { ports: servers.ports.join() })

  const following = all.map((watch) =>
    watch.follow((resource, sink) =>
      runReflector({
        transport,
        resource,
        sink,
        report: (notice) => report(watch.name, notice),
        clock,
        signal: told,
      }),
    ),
  )

  const queue = (name: QueueName): WorkQueue => {
    const made = createWorkQueue({ clock, observer: metrics.loop.queue(name) })
    metrics.loop.watchQueue(name, () => made.inProgress())
    return made
  }
  const queues: Queues = {
    policy: queue('policy'),
    provider: queue('provider'),
    credentials: queue('credentials'),
    detection: queue('detection'),
    owner: queue('owner'),
    pullSecret: queue('pullSecret'),
    creation: queue('creation'),
    recovery: queue('recovery'),
    restart: queue('restart'),
    status: queue('status'),
  }
  const run = (name: QueueName, reconcile: Reconcile): Promise<void> => {
    const concurrency = concurrencyOf(name, config)
    return runLoop({
      queue: queues[name],
      reconcile,
      concurrency,
      retryAfterMs,
      observer: {
        ...metrics.loop.controller(name, concurrency),
        failed: (key, error, failures, retryInMs) =>
          log.warn('reconcile failed', {
            controller: name,
            object: key,
            reason: textOfError(error),
            failures,
            retryInMs: Math.round(retryInMs),
          }),
      },
      clock,
      signal: told,
    })
  }

  const leadership = takePart({
    client,
    log,
    elect: config.leaderElect,
    namespace,
    leaseName: config.leaseName,
    identity,
    onLost: () => lost.abort(),
  })
  metrics.connect(metricsOfStore(store, providers, leadership.leading))

  const ended = aborted(told)
  const operate = async (): Promise<void> => {
    await leadership.begun
    if (told.aborted) return
    await runOperator({
      store,
      cluster: createKubeCluster(client, decode),
      syncs,
      queues,
      run,
      recorder,
      clock,
      ownNamespace: namespace,
      sourceNamespaces,
      providers,
      callPlugin: callPlugin((provider) => pluginEnvironment(process.env, provider)),
      pluginCalls: pluginReports(log, metrics.plugins),
      isProtected: protection(config),
      unreadablePolicies: unreadablePolicies.names,
      wrote: writeReports(log, metrics),
      evictions: evictionReports(log, metrics),
      diagnoseOnly: config.diagnoseOnly,
      signal: told,
    })
  }
  const operating = operate()
  await Promise.race([ended, operating, ...following])

  recorder.stop()
  // After that nothing of it can reach the server any more, whatever it still waits for.
  if (leadership.leading()) await Promise.race([operating, aborted(ending.over)])
  await leadership.release()
  await Promise.allSettled(following)
  ending.settled()
  transport.close()
  await servers.close()
  log.info('stopped')
  return leadership.lost() ? 1 : 0
}
