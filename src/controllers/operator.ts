import type { World } from '../domain/failure/world.ts'
import type { Condition } from '../plan/status/statusInput.ts'
import type { EffectivePolicy } from '../plan/credentials/effectivePolicy.ts'
import type { SourceScope } from '../plan/credentials/resolveSources.ts'
import { aborted } from '../runtime/aborted.ts'
import { rfc3339Seconds } from '../runtime/rfc3339.ts'
import { digestOfConfig } from '../store/records/pullSecret.ts'
import { recordsOf } from '../store/store.ts'
import { createTable } from '../store/table.ts'
import { createDoubts } from './credentials/doubts.ts'
import { createFights } from './credentials/fights.ts'
import { createObstacles } from './credentials/obstacles.ts'
import { reconcileNamespace } from './credentials/reconcileNamespace.ts'
import { createProgress } from './credentials/progress.ts'
import { foreseeRestarts } from './detection/foreseeRestarts.ts'
import { createOwnerReads, type OwnerReads } from './detection/ownerReads.ts'
import { reconcileCreation } from './detection/reconcileCreation.ts'
import { mayFail, reconcilePod } from './detection/reconcilePod.ts'
import { createSecretReads, noSecretReads } from './detection/secretReads.ts'
import { createWorld } from './detection/world.ts'
import { createFirstPass } from './firstPass.ts'
import { askProviders } from './providers/askProviders.ts'
import { createImagesIn } from './providers/imagesIn.ts'
import { compilePolicy } from './policies/compilePolicy.ts'
import { announceWhatStays } from './policies/announceWhatStays.ts'
import { followPolicies } from './policies/followPolicies.ts'
import { isDeparting, reconcilePolicy } from './policies/reconcilePolicy.ts'
import { announceEviction } from './recovery/announceEviction.ts'
import { reconcileRecovery } from './recovery/reconcileRecovery.ts'
import { createSourceLooks } from './policies/sourceLooks.ts'
import { announceCondition } from './status/announceCondition.ts'
import { reconcileStatus } from './status/reconcileStatus.ts'
import { beginningsOf } from './status/writtenStatus.ts'
import type { OperatorDeps } from './operatorDeps.ts'
import { connectTriggers } from './triggers.ts'

/** What every decision about credentials needs to have seen whole. */
const coreWatches = [
  'imagepolicies',
  'namespaces',
  'serviceaccounts',
  'secrets/dockerconfigjson',
  'secrets/dockercfg',
] as const

/** The same where nothing is decided about credentials, and there is no access to Secrets. */
const blindWatches = ['imagepolicies', 'namespaces', 'serviceaccounts'] as const

/** What makes a diagnosis better, but is not missed where a cluster does not give it. */
const usefulWatches = ['events', 'nodes', 'runtimeclasses'] as const

/**
 * The operator's decisions, from the first sync on. Call it as the leader only: it writes. Resolves when every
 * controller has ended.
 */
export const runOperator = async (deps: OperatorDeps): Promise<void> => {
  const { store, cluster, syncs, queues, run, recorder, clock, ownNamespace, isProtected, unreadablePolicies } = deps
  // Where namespaces are refused, the policies' status is the place that says so.
  await syncs.when(['imagepolicies'], ['namespaces'])

  const effective = createTable<EffectivePolicy>()
  const obstacles = createObstacles()
  const sources = createSourceLooks(store, cluster, ownNamespace)
  const scope: SourceScope = {
    ownNamespace,
    allowedNamespaces: deps.sourceNamespaces,
    look: sources.look,
    providers: deps.providers.scope,
    imagesIn: createImagesIn(store, isProtected),
  }
  const compile = { store, effective, scope, digestOf: digestOfConfig, diagnoseOnly: deps.diagnoseOnly }
  const now = (): string => rfc3339Seconds(clock.date())
  const lastCreated = new Map<string, number>()
  const secrets = deps.diagnoseOnly
    ? noSecretReads
    : createSecretReads({
        store,
        cluster,
        enqueue: (key) => queues.pullSecret.add(key),
        diagnoseAgain: (subject) => queues.detection.add(subject),
        clock: () => clock.now(),
      })
  const world: World = createWorld(store, effective, obstacles, secrets, isProtected, !deps.diagnoseOnly)

  const prepare = (): void => {
    for (const namespace of store.namespaces.values()) store.membership.namespaceChanged(namespace.name, namespace)
    for (const policy of store.policies.values()) {
      compilePolicy(compile, policy)
      for (const [key, since] of beginningsOf(policy.status)) store.findings.remember(key, since)
    }
  }

  const enqueueNamespaces = (namespaces: Iterable<string>): void => {
    for (const namespace of namespaces) queues.credentials.add(namespace)
  }

  const core = deps.diagnoseOnly ? blindWatches : coreWatches

  const handOut = async (): Promise<void> => {
    await syncs.when(core)
    // Compiled again: until now the sources may not have been seen.
    prepare()
    if (deps.diagnoseOnly) {
      ended.push(run('policy', followPolicies(compile)))
      return
    }
    const first = createFirstPass()
    first.expect(store.namespaces.keys())
    enqueueNamespaces(store.namespaces.keys())
    for (const name of store.policies.keys()) queues.policy.add(name)
    const progress = createProgress(() => {
      for (const policy of store.policies.values()) if (isDeparting(policy)) queues.policy.add(policy.name)
    })
    const namespaces = reconcileNamespace({
      store,
      cluster,
      obstacles,
      effective,
      isProtected,
      unreadablePolicies,
      doubts: createDoubts(),
      fights: createFights(),
      progress,
      unexplored: new Set(store.namespaces.keys()),
      now: () => clock.date(),
      wrote: deps.wrote,
    })
    const policies = reconcilePolicy({
      ...compile,
      cluster,
      sources,
      unreadablePolicies,
      progress,
      gaveUp: (policy, left) => announceWhatStays(recorder, policy, left),
      enqueueNamespaces,
    })
    ended.push(run('credentials', first.observe(progress.observe(namespaces))), run('policy', policies))
    ended.push(
      askProviders({
        ...compile,
        providers: deps.providers,
        call: deps.callPlugin,
        reports: deps.pluginCalls,
        queue: queues.provider,
        run: (reconcile) => run('provider', reconcile),
        enqueueNamespaces,
        podsSeen: () => syncs.when(coreWatches, ['pods']),
        now: () => clock.date().getTime(),
        random: Math.random,
      }),
    )
    await first.over()
  }

  const diagnose = async (): Promise<void> => {
    await syncs.when([...core, 'pods'], usefulWatches)
    const owners = createOwnerReads({
      store,
      cluster,
      enqueue: (uid) => queues.owner.add(uid),
      diagnoseAgain: (subject) => queues.detection.add(subject),
      wasRead: (namespace) => {
        for (const policy of store.membership.policiesOf(namespace)) queues.recovery.add(policy)
      },
      clock: () => clock.now(),
    })
    const suspects = [...store.waitingPods.keysOf('waiting')].filter((key) =>
      recordsOf(store.pods, [key]).some(mayFail),
    )
    const first = createFirstPass()
    first.expect(suspects)
    for (const key of suspects) queues.detection.add(key)
    for (const uid of store.events.uidsOf('FailedCreate')) queues.creation.add(uid)
    ended.push(
      run('detection', first.observe(reconcilePod({ store, world, owners, secrets, recorder }))),
      run('owner', owners.reconcile),
      run('pullSecret', secrets.reconcile),
      run('creation', reconcileCreation({ store, world, cluster, recorder, lastCreated })),
    )
    await first.over()
    const { restart: queue } = queues
    const whatRuns = { store, world, owners, recorder, clock, queue }
    const foreseen = await foreseeRestarts({ ...whatRuns, run: (reconcile) => run('restart', reconcile) })
    ended.push(foreseen.ended)
    if (!deps.diagnoseOnly) recover(owners)
  }

  /** Begins when what fails is known, and what is handed out is. */
  const recover = (owners: OwnerReads): void => {
    for (const policy of store.policies.keys()) queues.recovery.add(policy)
    ended.push(
      run(
        'recovery',
        reconcileRecovery({
          store,
          effective,
          cluster,
          world,
          owners,
          isProtected,
          clock: () => clock.now(),
          now: () => clock.date().getTime(),
          evicted: (stuck) => {
            deps.evictions.evicted(stuck)
            announceEviction(recorder, stuck)
          },
          refused: deps.evictions.refused,
        }),
      ),
    )
  }

  /** A status is written only once both halves of it are known; what a missing permission withholds is said instead. */
  const tell = async (): Promise<void> => {
    await Promise.all([Promise.race([handedOut, impeded]), Promise.race([diagnosed, impeded])])
    const touchAll = (): void => {
      for (const name of store.policies.keys()) queues.status.add(name)
    }
    syncs.onImpediment(touchAll)
    touchAll()
    ended.push(
      run(
        'status',
        reconcileStatus({
          store,
          effective,
          cluster,
          impediments: syncs.impediments,
          seesSecrets: !deps.diagnoseOnly,
          now,
          clock: () => clock.now(),
          announce: (policy, uid, condition: Condition) => announceCondition(recorder, policy, uid, condition),
        }),
      ),
    )
  }

  const ended: Promise<void>[] = []
  prepare()
  const triggers = connectTriggers({ store, effective, queues, ownNamespace, lastCreated })
  const impeded = syncs.impeded()
  const handedOut = handOut()
  const diagnosed = diagnose()
  await Promise.race([Promise.all([handedOut, diagnosed, tell()]), aborted(deps.signal)])
  await Promise.all(ended)
  triggers.unsubscribe()
}
