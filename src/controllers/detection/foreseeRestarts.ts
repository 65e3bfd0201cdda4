import { Subscription } from 'rxjs'
import type { Pod } from '../../domain/objects/pod.ts'
import { breathOn } from '../../runtime/breath.ts'
import type { Clock } from '../../runtime/clock.ts'
import { done, requeueAfter, type Reconcile } from '../../runtime/controller.ts'
import type { WorkQueue } from '../../runtime/workQueue.ts'
import { createForesight, type Foresight, type ForesightDeps } from './foresight.ts'

export interface RestartDeps extends ForesightDeps {
  readonly clock: Pick<Clock, 'now'>
  readonly queue: Pick<WorkQueue, 'addAfter'>
  readonly run: (reconcile: Reconcile) => Promise<void>
}

/** The one key of this queue: what was touched is looked at together. */
const allPods = 'all'

/** Sooner than a status is written, so that what fails and what is foretold for it come in one write, milliseconds. */
const settleMs = 50

/** Of more changes than this before a look the diagnosis has its turn first: the look is put off once, by the pace. */
const burst = 30

/** From one look to the next, milliseconds: what fails and what runs change in bursts, and nothing is urgent here. */
const paceMs = 1_000

/** What is told by no change (a Secret of another type, say) is found when a look is due after so long, milliseconds. */
const everythingMs = 60_000

/** Whether another look at a pod may come out differently. */
const differ = (before: Pod | undefined, after: Pod | undefined): boolean =>
  before?.containers !== after?.containers ||
  before?.pulled !== after?.pulled ||
  before?.uid !== after?.uid ||
  before?.phase !== after?.phase ||
  before?.deleting !== after?.deleting ||
  before?.nodeName !== after?.nodeName ||
  waitingIn(before) !== waitingIn(after)

const waitingIn = (pod: Pod | undefined): string => (pod?.waiting ?? []).map(({ container }) => container).join()

/** Touches what changes touch; `look` is called when one is due. */
const follow = ({ store }: RestartDeps, foresight: Foresight, look: () => void): Subscription => {
  const subscriptions = new Subscription()
  subscriptions.add(
    store.deniedRepositories.changes.subscribe((repository) => {
      foresight.touchRepository(repository)
      look()
    }),
  )
  subscriptions.add(
    store.findings.changes.subscribe(({ before, after }) => {
      if (!foresight.isNeeded() || (before === undefined) === (after === undefined)) return
      const found = after ?? before
      // That a Secret is of another type is read for pods that fail, and holds for those that run.
      if (found?.cause !== 'PullSecretWrongType') return
      foresight.touchNamespace(found.workload.namespace)
      look()
    }),
  )
  subscriptions.add(
    store.pods.changes.subscribe(({ before, after }) => {
      if (!foresight.isNeeded() || !differ(before, after)) return
      const touched = [foresight.touchPod(before), foresight.touchPod(after)]
      if (touched.includes(true)) look()
    }),
  )
  subscriptions.add(
    store.pullSecrets.changes.subscribe(({ before, after }) => {
      if (!foresight.isNeeded()) return
      foresight.touchNamespace((after ?? before)?.namespace ?? '')
      look()
    }),
  )
  subscriptions.add(
    store.serviceAccounts.changes.subscribe(({ before, after }) => {
      const namespace = (after ?? before)?.namespace ?? ''
      const [risk] = store.risks.subjectsIn(namespace)
      if (risk === undefined) return
      foresight.touchNamespace(namespace)
      look()
    }),
  )
  subscriptions.add(
    store.nodes.changes.subscribe(({ before, after }) => {
      if (!foresight.isNeeded() || before?.kubeletVersion === after?.kubeletVersion) return
      foresight.touchAll()
      look()
    }),
  )
  return subscriptions
}

/**
 * Keeps what is known of pods that run and would be denied their image at a restart. Only while some registry denies a
 * repository is there anything to look at. Resolves after the first look, to a promise of the controller's end.
 */
export const foreseeRestarts = async (deps: RestartDeps): Promise<{ readonly ended: Promise<void> }> => {
  const { clock, queue } = deps
  const foresight = createForesight(deps)
  const breath = breathOn(clock)
  let lookedAt = -Infinity
  let sawEverythingAt = clock.now()
  let asked = 0
  let putOff = false
  const look = (): void => {
    asked += 1
    queue.addAfter(allPods, Math.max(settleMs, lookedAt + paceMs - clock.now()))
  }

  const assess = async (): Promise<void> => {
    asked = 0
    putOff = false
    if (clock.now() - sawEverythingAt >= everythingMs) {
      sawEverythingAt = clock.now()
      foresight.touchAll()
    }
    const steps = foresight.look()
    let step = steps.next()
    while (step.done !== true) {
      const rest = breath()
      if (rest !== undefined) await rest
      step = steps.next()
    }
    lookedAt = clock.now()
    // Their owners are being read.
    if (!step.value) look()
  }

  const subscriptions = follow(deps, foresight, look)
  // Before a status is written: what it says is to be the same before and after a restart of the operator.
  await assess()
  const ended = deps.run(async () => {
    if (asked > burst && !putOff) {
      putOff = true
      return requeueAfter(paceMs)
    }
    await assess()
    return done
  })
  return { ended: ended.finally(() => subscriptions.unsubscribe()) }
}
