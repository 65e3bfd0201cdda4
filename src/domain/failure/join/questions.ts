import type { Pod } from '../../objects/pod.ts'
import type { Answer } from '../answer.ts'
import type { World } from '../world.ts'
import { credentialsMissing } from './credentialsMissing.ts'
import { credentialsRejected } from './credentialsRejected.ts'
import type { DeniedPull, Question } from './denied.ts'
import { nodeCredentialsDiffer } from './nodesDiffer.ts'
import { credentialsNotAttached } from './notAttached.ts'
import { secretMissing } from './secretMissing.ts'
import { secretUnread } from './unreadSecret.ts'
import { secretMalformed, secretOfWrongType } from './unusableSecret.ts'

type PodQuestion = (pod: Pod, world: World) => Answer | undefined

const ofPod =
  (ask: PodQuestion): Question =>
  ({ pod }, world) =>
    ask(pod, world)

/** In the order of their weight: the first answer stands. */
const questionsOnDenial: readonly Question[] = [
  ofPod(secretMalformed),
  ofPod(secretOfWrongType),
  secretUnread,
  credentialsRejected,
  ofPod(secretMissing),
  credentialsNotAttached,
  nodeCredentialsDiffer,
  credentialsMissing,
]

/** What can be told without having seen the Secrets: of a pod that names none, credentials are missing for sure. */
const questionsInTheDark: readonly Question[] = [
  nodeCredentialsDiffer,
  (denied, world) => (denied.pod.imagePullSecrets.length === 0 ? credentialsMissing(denied, world) : undefined),
]

/** Whether anything can be said of a pod's secrets. */
export const seesSecrets = ({ namespace }: Pod, world: World): boolean => world.knowsSecretsIn?.(namespace) ?? true

/** Asked when nothing at all is said of why a pull failed: only what fails a pull for sure, or usually. */
export const questionsOnSilence: readonly PodQuestion[] = [secretMalformed, secretMissing]

/** Asked when kubelet could not parse a pull secret: which one. */
export const questionsOnParseError: readonly PodQuestion[] = [secretMalformed]

export const answerToDenial = (denied: DeniedPull, world: World): Answer | undefined => {
  for (const ask of seesSecrets(denied.pod, world) ? questionsOnDenial : questionsInTheDark) {
    const answer = ask(denied, world)
    if (answer !== undefined) return answer
  }
  return undefined
}

export const answerForPod = (questions: readonly PodQuestion[], pod: Pod, world: World): Answer | undefined => {
  for (const ask of seesSecrets(pod, world) ? questions : []) {
    const answer = ask(pod, world)
    if (answer !== undefined) return answer
  }
  return undefined
}
