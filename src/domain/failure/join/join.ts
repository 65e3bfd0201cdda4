import type { Pod } from '../../objects/pod.ts'
import type { Answer } from '../answer.ts'
import type { FailureClass } from '../cause.ts'
import type { Symptom } from '../symptoms/symptom.ts'
import { inWords } from '../words/phrases.ts'
import type { World } from '../world.ts'
import { deniedPull, type DeniedPull } from './denied.ts'
import { policyHint } from './policyHint.ts'
import { answerForPod, answerToDenial, questionsOnParseError, questionsOnSilence, seesSecrets } from './questions.ts'

type Joiner = (symptom: Symptom, pod: Pod, world: World) => Answer | undefined

const onDenial: Joiner = ({ image = '', failure }, pod, world) => {
  if (failure.final === true) return undefined
  const denied = deniedPull(pod, image, failure, world)
  return denied && (answerToDenial(denied, world) ?? plainWithHint(denied, world))
}

/** What the text says alone, and what a policy could do about it; undefined when there is none that could. */
const plainWithHint = (denied: DeniedPull, world: World): Answer | undefined => {
  const hint = denied.tries.length > 0 ? undefined : policyHint(denied, world)
  if (hint === undefined) return undefined
  const { image, failure, pod } = denied
  const { happened } = inWords({ image, failure, ownNames: [pod.name, pod.uid] })
  return { cause: failure.class, happened: `${happened} ${hint.happened}`, remedy: hint.remedy }
}

const onSilence: Joiner = ({ failure }, pod, world) =>
  failure.text === '' ? answerForPod(questionsOnSilence, pod, world) : undefined

const unknown: Answer = inWords({ image: '', failure: { class: 'Unknown', text: '' }, ownNames: [] })

const joiners: Readonly<Partial<Record<FailureClass, Joiner>>> = {
  Forbidden: onDenial,
  AccessDeniedOrNotFound: onDenial,
  Unauthorized: onDenial,
  PullSecretMalformed: (_, pod, world) => answerForPod(questionsOnParseError, pod, world),
  // The Event told of a secret that is there by now, when no answer is found.
  PullSecretMissing: (symptom, pod, world) =>
    seesSecrets(pod, world) ? (onSilence(symptom, pod, world) ?? unknown) : undefined,
  Unknown: onSilence,
}

/** What the cluster adds to what the text says of a pull; undefined when it adds nothing. */
export const join: Joiner = (symptom, pod, world) =>
  // The runtime pulls the sandbox's image with credentials of its own.
  symptom.part.kind === 'pod' ? undefined : joiners[symptom.failure.class]?.(symptom, pod, world)
