import type { EventRecorder } from '../../observe/eventRecorder.ts'
import type { Condition } from '../../plan/status/statusInput.ts'

/** Conditions whose changes are worth an Event; findings have Events of their own, on their workloads. */
const announced = new Set(['Ready', 'CredentialsReady'])

/** Puts a condition that changed as an Event on its policy; the same change is the same Event after a restart. */
export const announceCondition = (recorder: EventRecorder, policy: string, uid: string, condition: Condition): void => {
  if (!announced.has(condition.type)) return
  recorder.record({
    involved: { apiVersion: 'pullkeeper.dev/v1alpha1', kind: 'ImagePolicy', name: policy, uid },
    type: condition.status === 'True' ? 'Normal' : 'Warning',
    reason: condition.reason,
    message: condition.message,
    action: 'Reconcile',
    key: [condition.type, condition.status, condition.reason, condition.lastTransitionTime].join(' '),
  })
}
