import type { Pod } from '../../objects/pod.ts'
import type { Answer } from '../answer.ts'
import type { World } from '../world.ts'

const comesFromAccount = ({ namespace, serviceAccountName }: Pod, name: string, world: World): boolean =>
  world.serviceAccount(namespace, serviceAccountName)?.imagePullSecrets.includes(name) ?? false

/** The pod names a pull secret that is not there; kubelet only warns, and pulls without it. */
export const secretMissing = (pod: Pod, world: World): Answer | undefined => {
  const { namespace, serviceAccountName } = pod
  const name = pod.imagePullSecrets.find(
    (each) =>
      each !== '' &&
      world.pullSecret(namespace, each) === undefined &&
      world.otherSecret(namespace, each) === undefined,
  )
  if (name === undefined) return undefined
  const where = comesFromAccount(pod, name, world)
    ? `ServiceAccount ${serviceAccountName} lists it`
    : 'the pod template lists it'
  return {
    cause: 'PullSecretMissing',
    happened: `The pod names pull secret ${name}, but namespace ${namespace} has no docker config Secret of that name (${where}).`,
    remedy: `Create it: kubectl -n ${namespace} create secret docker-registry ${name}; or correct the name there. Kubelet tries again within 5 minutes.`,
  }
}
