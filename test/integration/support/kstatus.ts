import { type JsonObject, objectAt, objectsAt, textAt } from '../../support/apiserver/json.ts'

/** What GitOps tools make of an object's status. */
export type KStatus = 'Current' | 'InProgress' | 'Failed' | 'Terminating'

const isTrue = (status: JsonObject, type: string): boolean =>
  objectsAt(status, 'conditions').some((each) => textAt(each, 'type') === type && textAt(each, 'status') === 'True')

/**
 * The rules of kstatus for kinds that it does not know (fluxcd/cli-utils, pkg/kstatus/status: checkGenericProperties and
 * checkReadyCondition, v0.37), in their order. What has no status counts as done.
 */
export const kstatusOf = (object: JsonObject): KStatus => {
  const metadata = objectAt(object, 'metadata')
  const status = objectAt(object, 'status')
  if (metadata['deletionTimestamp'] !== undefined) return 'Terminating'
  const observed = status['observedGeneration']
  if (observed !== undefined && observed !== metadata['generation']) return 'InProgress'
  if (isTrue(status, 'Reconciling')) return 'InProgress'
  if (isTrue(status, 'Stalled')) return 'Failed'
  const hasReady = objectsAt(status, 'conditions').some((each) => textAt(each, 'type') === 'Ready')
  return hasReady && !isTrue(status, 'Ready') ? 'InProgress' : 'Current'
}
