import type { WorkloadFindings } from '../../domain/failure/finding.ts'
import { findingKey } from '../../domain/failure/findingGroup.ts'
import type { EventRecorder } from '../../observe/eventRecorder.ts'

/** Puts each finding as an Event on its workload, where `kubectl describe` shows it; the recorder drops repeats. */
export const announceFindings = (
  recorder: EventRecorder,
  uid: string,
  { workload, findings }: WorkloadFindings,
): void => {
  for (const finding of findings) {
    recorder.record({
      involved: { ...workload, uid },
      type: 'Warning',
      reason: finding.cause,
      message: finding.message,
      action: 'Diagnose',
      key: findingKey(workload, finding),
    })
  }
}
