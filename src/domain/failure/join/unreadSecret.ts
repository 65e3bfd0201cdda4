import type { ObservedEvent } from '../../objects/event.ts'
import { isFailedPull, newestEvent, warnsOfUnreadSecrets } from '../symptoms/events.ts'
import type { Question } from './denied.ts'

/** Between two tries of one image at the least, seconds (image back-off, pkg/kubelet/kubelet.go, v1.36). */
const betweenTries = 10

/** `Unable to retrieve some image pull secrets (a, b); …` (pkg/kubelet/kubelet_pods.go, v1.36). */
const namesIn = ({ message }: ObservedEvent): readonly string[] =>
  message.slice(message.indexOf('(') + 1, Math.max(0, message.indexOf(')'))).split(', ')

/**
 * Keys match, but in secrets that kubelet could not read for its last try: they came after it, or the API server did not
 * let it yet, for it learns late of a new pod (node authorizer). It then pulled without them, and nobody refused them.
 */
export const secretUnread: Question = ({ pod, reference, repository, tries }, world) => {
  const [first] = tries
  if (first === undefined) return undefined
  const events = world.eventsOf(pod.uid)
  const failed = newestEvent(events, isFailedPull)
  const warned = newestEvent(events, warnsOfUnreadSecrets)
  if (failed === undefined || warned === undefined || warned.lastSeen <= failed.lastSeen - betweenTries)
    return undefined
  const unread = namesIn(warned)
  if (!tries.every(({ secret }) => unread.includes(secret))) return undefined
  return {
    cause: 'PullSecretMissing',
    happened: `Registry ${reference.host} denied the pull of ${repository}: pull secret ${first.secret} matches it, but kubelet could not read that for its last try and pulled without it.`,
    remedy: `Wait for kubelet's next try, within 5 minutes: Secret ${pod.namespace}/${first.secret} is there now.`,
  }
}
