import { Subscription } from 'rxjs'
import { findingKey } from '../../domain/failure/findingGroup.ts'
import type { World } from '../../domain/failure/world.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import { riskFinding } from '../../domain/restart/riskFinding.ts'
import { rememberingRepositories, repositoryDenied, repositoryOf } from '../../domain/restart/repositoryDenied.ts'
import { restartRisks, type RestartRisk } from '../../domain/restart/restartRisks.ts'
import type { EventRecorder } from '../../observe/eventRecorder.ts'
import { done, type Reconcile } from '../../runtime/controller.ts'
import type { WorkQueue } from '../../runtime/workQueue.ts'
import type { Store } from '../../store/store.ts'
import type { OwnerReads } from './ownerReads.ts'
import { ownerOf } from './ownerOf.ts'

export interface RestartDeps {
  readonly store: Store
  readonly world: World
  readonly owners: Pick<OwnerReads, 'want'>
  readonly recorder: EventRecorder
  readonly queue: Pick<WorkQueue, 'addAfter'>
  readonly run: (reconcile: Reconcile) => Promise<void>
}

/** The one key of this queue: a pod's risk depends on its neighbours, so all are looked at together. */
const allPods = 'all'

/** What fails and what runs change in bursts, and nothing is urgent here, milliseconds. */
const settleMs = 1_000

const deniedIn = ({ findings }: Store): ReadonlySet<string> =>
  new Set(
    [...findings.subjects()].flatMap((subject) =>
      (findings.of(subject)?.findings ?? []).flatMap((finding) => repositoryDenied(finding) ?? []),
    ),
  )

/** Whether pods run an image of these repositories: of a hundred thousand the others need not be looked at. */
const isConcerned = (denied: ReadonlySet<string>) => {
  const repositoryOfImage = rememberingRepositories()
  return ({ phase, pulled, containers }: Pick<Pod, 'phase' | 'pulled' | 'containers'>): boolean =>
    phase === 'Running' &&
    pulled.length > 0 &&
    containers.some(({ image }) => denied.has(repositoryOfImage(image) ?? ''))
}

const keyOf = ({ namespace, name }: Pod): string => `${namespace}/${name}`

/** Files the risks of one pod; whether its workload is known for certain, and so was told. */
const file = ({ store, owners, recorder }: RestartDeps, pod: Pod, risks: readonly RestartRisk[]): boolean => {
  const { workload, certain, uid } = ownerOf(store, pod)
  const findings = risks.map(riskFinding)
  store.risks.set(keyOf(pod), { workload, findings, since: pod.createdAt })
  if (!certain && pod.controller !== undefined) owners.want(pod.namespace, pod.controller, keyOf(pod))
  if (!certain || uid === undefined) return false
  for (const finding of findings) {
    recorder.record({
      involved: { ...workload, uid },
      type: 'Warning',
      reason: 'ImageLostAtRestart',
      message: finding.message,
      action: 'Diagnose',
      key: `restart ${findingKey(workload, finding)}`,
    })
  }
  return true
}

/**
 * Keeps what is known of pods that run and would be denied their image at a restart. Only while some registry denies a
 * repository is there anything to look at. Resolves when the controller has ended.
 */
export const foreseeRestarts = async (deps: RestartDeps): Promise<void> => {
  const { store, world, queue } = deps
  let denied: ReadonlySet<string> = new Set()
  const look = (): void => queue.addAfter(allPods, settleMs)
  const concerns = (pod: Pod | undefined): boolean =>
    pod?.containers.some(({ image }) => denied.has(repositoryOf(image) ?? '')) ?? false
  const whileDenied = (): void => {
    if (denied.size > 0) look()
  }

  const subscriptions = new Subscription()
  subscriptions.add(
    store.findings.changes.subscribe(({ before, after }) => {
      if ((before === undefined) !== (after === undefined)) look()
    }),
  )
  subscriptions.add(
    store.pods.changes.subscribe(({ before, after }) => {
      if (denied.size > 0 && before?.pulled !== after?.pulled && (concerns(before) || concerns(after))) look()
    }),
  )
  subscriptions.add(store.pullSecrets.changes.subscribe(whileDenied))
  subscriptions.add(
    store.serviceAccounts.changes.subscribe(({ before, after }) => {
      const [risk] = store.risks.subjectsIn((after ?? before)?.namespace ?? '')
      if (risk !== undefined) look()
    }),
  )
  subscriptions.add(
    store.nodes.changes.subscribe(({ before, after }) => {
      if (before?.kubeletVersion !== after?.kubeletVersion) whileDenied()
    }),
  )
  const assess = (): void => {
    denied = deniedIn(store)
    const running = denied.size === 0 ? [] : store.podsThatShare(isConcerned(denied))
    const risks = Map.groupBy(restartRisks(running, denied, world), ({ pod }) => pod)
    const subjects = new Set([...risks.keys()].map(keyOf))
    for (const subject of store.risks.subjects()) if (!subjects.has(subject)) store.risks.set(subject, undefined)
    const told = [...risks].map(([pod, ofPod]) => file(deps, pod, ofPod))
    // Their owners are being read.
    if (told.includes(false)) look()
  }
  // At once: what a status says is to be the same before and after a restart of the operator.
  assess()
  await deps.run(() => {
    assess()
    return Promise.resolve(done)
  })
  subscriptions.unsubscribe()
}
