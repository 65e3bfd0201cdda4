import { keyMatchesImage } from '../credentials/keyring.ts'
import { parseImageReference } from '../image/reference.ts'
import type { OwnerReference } from '../objects/ownerReference.ts'
import { carriedFrom } from './attachTime.ts'
import { howToEdit, howToReplace } from './restart.ts'
import type { StuckPod } from './stuckPod.ts'

/** Why a pod stays, and what a person can do about it. Neither changes by itself. */
export interface Objection {
  readonly reason: string
  /** A command where there is one. */
  readonly step: string
  /** It rests on the owner's template, which is not watched: it may be over. */
  readonly readAgain?: true
}

/** Says why a pod may not be evicted to pick up new credentials; undefined when it has nothing against it. */
export type Question = (stuck: StuckPod) => Objection | undefined

/** Controllers that make a new pod for one that is evicted, and count no failure for it. */
const replacing: ReadonlySet<string> = new Set(['ReplicaSet', 'StatefulSet', 'DaemonSet'])

/** Whether a controller makes a new pod for an evicted one at no cost. */
export const replaces = ({ apiVersion, kind }: OwnerReference): boolean =>
  (apiVersion.startsWith('apps/') && replacing.has(kind)) || (apiVersion === 'v1' && kind === 'ReplicationController')

const object =
  (holds: (stuck: StuckPod) => boolean, reason: (stuck: StuckPod) => string, step?: (stuck: StuckPod) => string) =>
  (stuck: StuckPod): Objection | undefined =>
    holds(stuck) ? undefined : { reason: reason(stuck), step: step?.(stuck) ?? howToReplace(stuck.pod) }

const nothing = (): string => 'nothing is to be done'

export const staysUntilDeleted = object(
  ({ pod }) => !pod.deleting,
  () => 'it is being deleted already',
  nothing,
)

export const wasDenied = object(
  ({ denied }) => denied.length > 0,
  () => 'no registry denied it a pull',
  nothing,
)

/** A new pod would pull again at once, which makes a limit worse. */
export const isNotLimited = object(
  ({ limited }) => !limited,
  () => 'its pulls are being limited, which a new pod would make worse',
  () => 'wait until the limit is over',
)

export const lacksTheName = object(
  ({ pod, managed }) => !pod.imagePullSecrets.includes(managed.secretName),
  ({ managed }) => `it carries ${managed.secretName} already`,
  nothing,
)

export const accountHasTheName = object(
  ({ account, managed }) => account?.imagePullSecrets.includes(managed.secretName) ?? false,
  ({ pod, managed }) => `ServiceAccount ${pod.serviceAccountName} does not list ${managed.secretName}`,
  ({ managed }) => `kubectl describe imagepolicy ${managed.policy} says what keeps it`,
)

export const credentialsMatch = object(
  ({ denied, managed }) =>
    denied.some((image) => {
      const parsed = parseImageReference(image)
      return parsed.ok && managed.keys.some((key) => keyMatchesImage(key, parsed.reference))
    }),
  ({ managed }) => `no registry key of ${managed.secretName} matches what it cannot pull`,
  ({ managed }) => `add a source for that registry to ImagePolicy ${managed.policy}`,
)

/** Never a Job's (it counts as a failure of the Job), nor a bare pod, nor one that kubelet makes from a file. */
export const isReplaced = object(
  ({ pod: { controller } }) => controller !== undefined && replaces(controller),
  ({ pod: { controller } }) => {
    if (controller === undefined) return 'no controller would replace it'
    if (controller.kind === 'Job') return 'its Job would count it as a failure'
    if (controller.kind === 'Node') return 'it is a static pod'
    return `it is not known that its ${controller.kind} would replace it`
  },
)

export const hasNeverRun = object(
  ({ pod }) => !pod.hasRun,
  () => 'a container of it has run, and may hold work',
)

export const attachIsRecorded = object(
  ({ account, managed }) => carriedFrom(account, managed.secretName) !== undefined,
  ({ pod, managed }) =>
    `ServiceAccount ${pod.serviceAccountName} listed ${managed.secretName} before Pullkeeper came, so it is not known which pods are older`,
)

/** What was created after every new pod carries the name, and lacks it, would lack it again. */
export const isOlderThanTheName = object(
  ({ pod, account, managed }) => pod.createdAt < (carriedFrom(account, managed.secretName) ?? Infinity),
  ({ managed }) => `it was created after ${managed.secretName} was attached and lacks it all the same`,
  ({ pod }) => `see whether its template or an admission webhook sets imagePullSecrets: ${howToEdit(pod)}`,
)

export const templateSetsNone = (stuck: StuckPod): Objection | undefined => {
  const { pod, managed, template } = stuck
  switch (template) {
    case 'none':
    case 'unread':
      return undefined
    case 'sets':
      return {
        reason: 'its template sets imagePullSecrets of its own, and so would its replacement',
        step: `add ${managed.secretName} there, or remove them: ${howToEdit(pod)}`,
        readAgain: true,
      }
    case 'unreadable':
      return {
        reason: `its ${pod.controller?.kind ?? 'owner'} cannot be read, so its template is not known`,
        step: howToReplace(pod),
        readAgain: true,
      }
    default:
      return template satisfies never
  }
}

export const policyRecovers = object(
  ({ managed }) => managed.recovery === 'Evict',
  ({ managed: { policy, recovery } }) =>
    recovery === 'Suspended' ? `ImagePolicy ${policy} is suspended` : `ImagePolicy ${policy} says recovery: None`,
)

/**
 * In the order of their weight; the first answer stands. That a policy does not evict comes last: then the pod is one
 * that would be.
 */
export const questions: readonly Question[] = [
  staysUntilDeleted,
  wasDenied,
  isNotLimited,
  lacksTheName,
  accountHasTheName,
  credentialsMatch,
  isReplaced,
  hasNeverRun,
  attachIsRecorded,
  isOlderThanTheName,
  templateSetsNone,
  policyRecovers,
]

/** Why the pod may not be evicted; undefined when nothing is against it (its template may be unread yet). */
export const objectionToEviction = (stuck: StuckPod): Objection | undefined => {
  for (const ask of questions) {
    const objection = ask(stuck)
    if (objection !== undefined) return objection
  }
  return undefined
}
