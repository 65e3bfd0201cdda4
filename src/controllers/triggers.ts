import { Subscription } from 'rxjs'
import type { FailureClass } from '../domain/failure/cause.ts'
import type { ObservedEvent } from '../domain/objects/event.ts'
import type { Namespace } from '../domain/objects/namespace.ts'
import type { Node } from '../domain/objects/node.ts'
import type { Pod } from '../domain/objects/pod.ts'
import type { Policy } from '../domain/objects/policy.ts'
import type { PullSecret } from '../domain/objects/pullSecret.ts'
import type { EffectivePolicy } from '../plan/credentials/effectivePolicy.ts'
import { isOptedOut } from '../domain/ownership/optOut.ts'
import { isOurs } from '../domain/ownership/marks.ts'
import { repositoriesOf } from './providers/imagesIn.ts'
import type { Store } from '../store/store.ts'
import type { Change, Table } from '../store/table.ts'
import { creationOwner, creationSubject } from './detection/reconcileCreation.ts'
import { mayFail } from './detection/reconcilePod.ts'
import { isDeparting } from './policies/reconcilePolicy.ts'
import type { Queues } from './queues.ts'

export interface TriggerDeps {
  readonly store: Store
  readonly effective: Table<EffectivePolicy>
  readonly queues: Queues
  readonly ownNamespace: string
  /** Owners that have made a pod, and when, while they are known to have failed to. */
  readonly lastCreated: Map<string, number>
}

/** Changes come in bursts (a rollout, a policy): a status waits this long for the rest of one, milliseconds. */
const statusSettleMs = 100

/** Stuck pods and what they wait for change together; an eviction can wait for the rest, milliseconds. */
const recoverySettleMs = 200

/** A new image may be one to ask a credential provider about; pods come in bursts, milliseconds. */
const imageSettleMs = 200

/**
 * A policy that goes has hundreds of traces, and each that goes would have all of the others looked at: it is looked at
 * once for many, milliseconds. The last one is not waited for: see Progress.
 */
const departingSettleMs = 200

/** From what changed to what has to be looked at again: the only place that knows who depends on what. */
export const connectTriggers = ({ store, effective, queues, ownNamespace, lastCreated }: TriggerDeps): Subscription => {
  const touchStatus = (policies: Iterable<string>): void => {
    for (const policy of policies) queues.status.addAfter(policy, statusSettleMs)
  }

  const touchRecovery = (policies: Iterable<string>): void => {
    for (const policy of policies) queues.recovery.addAfter(policy, recoverySettleMs)
  }

  const diagnose = (subjects: Iterable<string>): void => {
    for (const subject of new Set(subjects)) {
      const owner = creationOwner(subject)
      if (owner === undefined) queues.detection.add(subject)
      else queues.creation.add(owner)
    }
  }

  /** Departing policies wait for their last trace to go. */
  const touchDeparting = (): void => {
    for (const policy of store.policies.values()) {
      if (isDeparting(policy)) queues.policy.addAfter(policy.name, departingSettleMs)
    }
  }

  const policyChanged = ({ key, before, after }: Change<Policy>): void => {
    touchStatus([key])
    const only = before !== undefined && after !== undefined && onlyStatusDiffers(before, after)
    if (!only) queues.policy.add(key)
  }

  const namespaceChanged = ({ key, before, after }: Change<Namespace>): void => {
    const moved = store.membership.namespaceChanged(key, after)
    const same = before?.terminating === after?.terminating && isOptedOut(before?.labels) === isOptedOut(after?.labels)
    if (moved.size === 0 && same && before && after) return
    touchStatus(moved)
    diagnose(store.findings.subjectsIn(key))
    queues.credentials.add(key)
    if (after?.terminating !== false) touchDeparting()
  }

  const secretChanged = ({ before, after }: Change<PullSecret>): void => {
    const secret = after ?? before
    if (secret === undefined) return
    const { namespace, name } = secret
    for (const policy of usersOf(store, ownNamespace, namespace, name)) queues.policy.add(policy)
    diagnose(store.findings.subjectsIn(namespace))
    const managed = [before, after].some((one) => one !== undefined && isOurs(one))
    const wanted = [...store.membership.policiesOf(namespace)].some(
      (policy) => effective.get(policy)?.credentials?.secretName === name,
    )
    if (managed || wanted) queues.credentials.add(namespace)
    if (managed && after === undefined) touchDeparting()
    if (managed) touchRecovery(store.membership.policiesOf(namespace))
  }

  const imagesChanged = (pod: Pod): void => {
    const policies = [...store.membership.policiesOf(pod.namespace)].flatMap((name) => effective.get(name) ?? [])
    const curious = policies.filter(({ wishes }) => wishes !== undefined)
    if (curious.length === 0) return
    const repositories = repositoriesOf(pod)
    for (const { name, wishes } of curious) {
      if (repositories.some((repository) => wishes?.wouldAsk(repository))) queues.policy.addAfter(name, imageSettleMs)
    }
  }

  const podChanged = ({ key, before, after }: Change<Pod>): void => {
    if (after !== undefined && before?.containers !== after.containers) imagesChanged(after)
    if ((after !== undefined && mayFail(after)) || store.findings.of(key) !== undefined) queues.detection.add(key)
    const uid = after?.controller?.uid
    if (before === undefined && after !== undefined && uid !== undefined && store.findings.of(creationSubject(uid))) {
      lastCreated.set(uid, after.createdAt)
      queues.creation.add(uid)
    }
  }

  const eventChanged = ({ involved, reason }: ObservedEvent): void => {
    if (reason === 'FailedCreate') return queues.creation.add(involved.uid)
    const key = `${involved.namespace}/${involved.name}`
    const pod = store.pods.get(key)
    if (pod?.uid === involved.uid && (mayFail(pod) || store.findings.of(key) !== undefined)) queues.detection.add(key)
  }

  /** What a node or a RuntimeClass can change: findings of this class that an Event told of, and that may be over. */
  const subjectsWith = (name: FailureClass): readonly string[] =>
    [...store.findings.subjects()].filter((subject) =>
      store.findings.of(subject)?.findings.some(({ failure }) => failure?.class === name),
    )

  const nodeChanged = ({ key, before, after }: Change<Node>): void => {
    if (before?.runtimeHandlers === after?.runtimeHandlers) return
    diagnose(subjectsWith('RuntimeHandlerMissing').filter((subject) => store.pods.get(subject)?.nodeName === key))
  }

  const effectiveChanged = ({ key, before, after }: Change<EffectivePolicy>): void => {
    touchStatus([key])
    if (!sameAsks(before, after)) for (const provider of providersOf(before, after)) queues.provider.add(provider)
    if (before?.fingerprint === after?.fingerprint) return
    touchRecovery([key])
    for (const namespace of store.membership.namespacesOf(key)) diagnose(store.findings.subjectsIn(namespace))
  }

  const subscriptions = new Subscription()
  subscriptions.add(store.policies.changes.subscribe(policyChanged))
  subscriptions.add(store.namespaces.changes.subscribe(namespaceChanged))
  subscriptions.add(
    store.serviceAccounts.changes.subscribe(({ before, after }) => {
      const namespace = (after ?? before)?.namespace ?? ''
      // A pod may come right after a new account; the Secrets of namespaces that wait have time until theirs is there.
      if (before === undefined) queues.credentials.hurry(namespace)
      else queues.credentials.add(namespace)
      diagnose(store.findings.subjectsIn(namespace))
      touchRecovery(store.membership.policiesOf(namespace))
      if (before?.attached !== after?.attached) touchDeparting()
    }),
  )
  subscriptions.add(store.pullSecrets.changes.subscribe(secretChanged))
  subscriptions.add(store.pods.changes.subscribe(podChanged))
  subscriptions.add(store.events.changes.subscribe(eventChanged))
  subscriptions.add(store.nodes.changes.subscribe(nodeChanged))
  subscriptions.add(store.runtimeClasses.changes.subscribe(() => diagnose(subjectsWith('RuntimeClassNotFound'))))
  subscriptions.add(effective.changes.subscribe(effectiveChanged))
  subscriptions.add(
    store.findings.changes.subscribe(({ namespace }) => {
      touchStatus(store.membership.policiesOf(namespace))
      touchRecovery(store.membership.policiesOf(namespace))
    }),
  )
  subscriptions.add(
    store.risks.changes.subscribe(({ namespace }) => touchStatus(store.membership.policiesOf(namespace))),
  )
  subscriptions.add(store.outcomes.changes.subscribe(({ policy }) => touchStatus([policy])))
  return subscriptions
}

const asksOf = (policy: EffectivePolicy | undefined): string =>
  (policy?.wishes?.asks ?? []).map(({ provider, image }) => `${provider} ${image}`).join()

const sameAsks = (a: EffectivePolicy | undefined, b: EffectivePolicy | undefined): boolean => asksOf(a) === asksOf(b)

const providersOf = (...policies: readonly (EffectivePolicy | undefined)[]): ReadonlySet<string> =>
  new Set(policies.flatMap((policy) => policy?.wishes?.providers ?? []))

const onlyStatusDiffers = (a: Policy, b: Policy): boolean =>
  a.uid === b.uid &&
  a.generation === b.generation &&
  a.deleting === b.deleting &&
  a.finalizers.join() === b.finalizers.join()

/** Policies that take credentials from this Secret. */
const usersOf = ({ policies }: Store, ownNamespace: string, namespace: string, name: string): readonly string[] =>
  [...policies.values()]
    .filter(({ spec }) =>
      spec.credentials?.sources.some(
        (source) =>
          source.kind === 'secret' &&
          source.secretRef.name === name &&
          (source.secretRef.namespace ?? ownNamespace) === namespace,
      ),
    )
    .map((policy) => policy.name)
