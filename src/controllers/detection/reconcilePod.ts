import type { Cause } from '../../domain/failure/cause.ts'
import { diagnosePod } from '../../domain/failure/diagnose.ts'
import type { PodFinding } from '../../domain/failure/finding.ts'
import type { World } from '../../domain/failure/world.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import type { EventRecorder } from '../../observe/eventRecorder.ts'
import { done, type Reconcile } from '../../runtime/controller.ts'
import type { Store } from '../../store/store.ts'
import { announceFindings } from './announceFindings.ts'
import { ownerOf } from './ownerOf.ts'
import type { OwnerReads } from './ownerReads.ts'
import type { SecretReads } from './secretReads.ts'

export interface PodDeps {
  readonly store: Store
  readonly world: World
  readonly owners: Pick<OwnerReads, 'want'>
  readonly secrets: Pick<SecretReads, 'want'>
  readonly recorder: EventRecorder
}

/** Whether a pod may have something wrong with it that is ours to name; cheap, asked of every change of every pod. */
export const mayFail = (pod: Pod): boolean => pod.waiting.length > 0 && !pod.deleting

/** Causes that say of a Secret that no watch shows what it is. */
const ofUnseenSecrets: ReadonlySet<Cause> = new Set<Cause>(['PullSecretMissing', 'PullSecretWrongType'])

/** Asks for the pull secrets that a finding is about and no watch shows; whether one of them was never looked at. */
const wantSecrets = ({ store, secrets }: PodDeps, pod: Pod, findings: readonly PodFinding[]): boolean =>
  findings.some(({ cause }) => ofUnseenSecrets.has(cause)) &&
  pod.imagePullSecrets
    .filter((name) => name !== '' && store.pullSecrets.get(`${pod.namespace}/${name}`) === undefined)
    .map((name) => secrets.want(pod.namespace, name, `${pod.namespace}/${pod.name}`))
    .includes(true)

/** Diagnoses one pod and files what it finds under the workload that a person would name. */
export const reconcilePod =
  (deps: PodDeps): Reconcile =>
  (key) => {
    const { store, world, owners, recorder } = deps
    const pod = store.pods.get(key)
    const findings = pod === undefined ? [] : diagnosePod(pod, world)
    if (pod === undefined || findings.length === 0) {
      store.findings.set(key, undefined)
      return Promise.resolve(done)
    }
    const { workload, certain, uid } = ownerOf(store, pod)
    const found = { workload, findings, since: pod.notReadySince ?? pod.createdAt }
    store.findings.set(key, found)
    if (!certain && pod.controller !== undefined) owners.want(pod.namespace, pod.controller, key)
    // An Event stays for an hour: what is still being looked at is not told yet.
    const unread = wantSecrets(deps, pod, findings)
    if (certain && !unread && uid !== undefined) announceFindings(recorder, uid, found)
    return Promise.resolve(done)
  }
