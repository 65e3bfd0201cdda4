import { diagnoseFailedCreate } from '../../domain/failure/diagnose.ts'
import type { World } from '../../domain/failure/world.ts'
import type { ObservedEvent } from '../../domain/objects/event.ts'
import { workloadOfOwner } from '../../domain/workload/workloadOf.ts'
import { isForbidden } from '../../kube/apiError.ts'
import type { EventRecorder } from '../../observe/eventRecorder.ts'
import { done, requeueAfter, type Reconcile } from '../../runtime/controller.ts'
import type { Store } from '../../store/store.ts'
import type { Cluster } from '../cluster.ts'
import { announceFindings } from './announceFindings.ts'

export interface CreationDeps {
  readonly store: Store
  readonly world: World
  readonly cluster: Pick<Cluster, 'lookAtOwner'>
  readonly recorder: EventRecorder
  /** When owners last got a pod, by uid, seconds since the epoch. Forgotten here with the last Event about an owner. */
  readonly lastCreated: Pick<Map<string, number>, 'get' | 'delete'>
}

const prefix = 'creation:'

/** The subject of an owner that cannot make pods. */
export const creationSubject = (ownerUid: string): string => `${prefix}${ownerUid}`

/** The owner's uid, of such a subject. */
export const creationOwner = (subject: string): string | undefined =>
  subject.startsWith(prefix) ? subject.slice(prefix.length) : undefined

/** Owners are not watched: one that cannot make pods is read again so often, for as long as that lasts, milliseconds. */
const rereadMs = 30_000

/** ReplicaSet and Job can be read, and may belong to another; the rest is what a person would name. */
const readable = new Set(['ReplicaSet', 'Job'])

const lastFailure = (store: Store, uid: string): ObservedEvent | undefined =>
  store.events.about(uid).findLast(({ reason }) => reason === 'FailedCreate')

/** Diagnoses an owner whose pods are refused at creation; the key is its uid. */
export const reconcileCreation =
  ({ store, world, cluster, recorder, lastCreated }: CreationDeps): Reconcile =>
  async (uid) => {
    const clear = () => {
      store.findings.set(creationSubject(uid), undefined)
      return done
    }
    const event = lastFailure(store, uid)
    if (event === undefined) {
      lastCreated.delete(uid)
      return clear()
    }
    if ((lastCreated.get(uid) ?? -Infinity) >= event.lastSeen) return clear()
    const findings = diagnoseFailedCreate(event, world)
    if (findings.length === 0) return clear()
    const { namespace, apiVersion, kind, name } = event.involved
    const owner = { apiVersion, kind, name, uid }
    const look = readable.has(kind) ? await cluster.lookAtOwner(namespace, owner).catch(ifForbidden) : 'unread'
    // The condition follows the first event; that it is gone later says that the failure is over.
    const known = store.findings.of(creationSubject(uid)) !== undefined
    if (look === undefined || (known && look !== 'unread' && kind === 'ReplicaSet' && !look.replicaFailure))
      return clear()
    const controller = look === 'unread' ? undefined : look.controller
    const found = { workload: workloadOfOwner(namespace, owner, controller), findings, since: event.lastSeen }
    store.findings.set(creationSubject(uid), found)
    announceFindings(recorder, (controller ?? owner).uid, found)
    return requeueAfter(rereadMs)
  }

const ifForbidden = (error: unknown): 'unread' => {
  if (isForbidden(error)) return 'unread'
  throw error
}
