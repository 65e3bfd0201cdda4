import type { Answer } from '../answer.ts'
import type { FailureClass } from '../cause.ts'
import { stableText } from '../stableText.ts'
import { imagePhrases } from './image.ts'
import { nodePhrases } from './node.ts'
import { registryPhrases } from './registry.ts'
import type { Phrase, Subject, Words } from './subject.ts'

/** Long enough to be understood, with room left for the rest. */
const quotedLength = 300

const silent: Words = {
  happened: 'The image cannot be pulled, and nothing that can be seen from here says why.',
  remedy: "Look at the pod's events (kubectl describe pod), or at kubelet's log on its node.",
}

/** One phrase for every class. */
const phrases: Readonly<Record<FailureClass, Phrase>> = {
  ...nodePhrases,
  ...imagePhrases,
  ...registryPhrases,
  HookFailed: ({ failure }) =>
    failure.reason === 'PreStop'
      ? {
          happened:
            'The container is started again and again, and its preStop hook fails when kubelet stops it; stopping goes on without the hook.',
          remedy:
            'Correct lifecycle.preStop in the pod template. Why the container is stopped at all, its probes and its log tell (kubectl describe pod, kubectl logs --previous).',
        }
      : {
          happened: 'The postStart hook of the container fails, and kubelet kills the container for it.',
          remedy:
            "Correct lifecycle.postStart in the pod template; kubectl describe pod shows the hook's own words while it is being tried.",
        },
  PullSecretMalformed: () => ({
    happened: 'A pull secret of the pod cannot be parsed, which fails every pull of a pod that names it.',
    remedy: 'Check each Secret in its imagePullSecrets: JSON with base64 of user:password in auth.',
  }),
  PullSecretMissing: () => ({
    happened:
      'Kubelet could not retrieve a pull secret that the pod names, and nothing more is said of the failed pull.',
    remedy: 'Create the Secret, or correct imagePullSecrets of the ServiceAccount or the pod template.',
  }),
  Unknown: ({ ownNames, failure }) =>
    failure.text === ''
      ? silent
      : {
          happened: `The pull failed for a reason that is not known here: ${stableText(failure.text, ownNames, quotedLength)}.`,
          remedy: silent.remedy,
        },
}

/** What a failure means by itself, where the cluster adds nothing. */
export const inWords = (subject: Subject): Answer => ({
  cause: subject.failure.class,
  ...phrases[subject.failure.class](subject),
})
