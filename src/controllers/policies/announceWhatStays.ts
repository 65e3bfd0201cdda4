import type { Policy } from '../../domain/objects/policy.ts'
import type { EventRecorder } from '../../observe/eventRecorder.ts'

/** Enough to act on; the rest is counted. */
const shown = 5

/** Says on a policy that goes where its traces stay, for their API refuses to take them away. */
export const announceWhatStays = (
  recorder: EventRecorder,
  { name, uid }: Policy,
  namespaces: readonly string[],
): void => {
  const more = namespaces.length > shown ? ` and ${namespaces.length - shown} more` : ''
  recorder.record({
    involved: { apiVersion: 'pullkeeper.dev/v1alpha1', kind: 'ImagePolicy', name, uid },
    type: 'Warning',
    reason: 'CleanupRefused',
    message: `The policy goes, but its secret and references stay in ${namespaces.slice(0, shown).join(', ')}${more}, where taking them away is refused. They are removed once that is allowed, as long as Pullkeeper runs.`,
    action: 'Reconcile',
    key: 'cleanup refused',
  })
}
