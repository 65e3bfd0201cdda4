import type { Pod } from '../../objects/pod.ts'
import type { Answer } from '../answer.ts'
import { cutSentence } from './policyHint.ts'
import type { World } from '../world.ts'

/** Who lists a secret; empty where the pod's ServiceAccount is not known. */
const listedBy = ({ namespace, serviceAccountName }: Pod, name: string, world: World): string => {
  const account = world.serviceAccount(namespace, serviceAccountName)
  if (account === undefined) return ''
  return account.imagePullSecrets.includes(name)
    ? ` (ServiceAccount ${serviceAccountName} lists it)`
    : ' (the pod template lists it)'
}

/** The pod names a pull secret that is not there; kubelet only warns, and pulls without it. */
export const secretMissing = (pod: Pod, world: World): Answer | undefined => {
  const { namespace } = pod
  const name = pod.imagePullSecrets.find(
    (each) =>
      each !== '' &&
      world.pullSecret(namespace, each) === undefined &&
      world.otherSecret(namespace, each) === undefined,
  )
  if (name === undefined) return undefined
  const given = world.policySecretsIn(namespace).find(({ secretName }) => secretName === name)
  if (given !== undefined) {
    // Made by hand it would be somebody else's, and keep the policy from its own.
    const { policy, hindrance } = given
    const why = hindrance === undefined ? '' : `, which ${cutSentence(hindrance.happened)}`
    return {
      cause: 'PullSecretMissing',
      happened: `The pod names pull secret ${name}, which is not in namespace ${namespace}: it is for ImagePolicy ${policy} to make${why}.`,
      remedy: `${hindrance?.remedy ?? `See what keeps it: kubectl describe imagepolicy ${policy}`}. Do not create the Secret by hand; kubelet tries again within 5 minutes.`,
    }
  }
  return {
    cause: 'PullSecretMissing',
    happened: `The pod names pull secret ${name}, but namespace ${namespace} has no docker config Secret of that name${listedBy(pod, name, world)}.`,
    remedy: `Create it: kubectl -n ${namespace} create secret docker-registry ${name}; or correct the name there. Kubelet tries again within 5 minutes.`,
  }
}
