import type { Pod } from '../../objects/pod.ts'
import type { Answer } from '../answer.ts'
import type { World } from '../world.ts'

/** One secret that cannot be parsed makes kubelet fail every pull of the pod (MakeDockerKeyring, v1.36). */
export const secretMalformed = ({ namespace, imagePullSecrets }: Pod, world: World): Answer | undefined => {
  for (const name of imagePullSecrets) {
    const problem = world.pullSecret(namespace, name)?.problem
    if (problem === undefined) continue
    return {
      cause: 'PullSecretMalformed',
      happened: `Pull secret ${namespace}/${name} cannot be read (${problem}), which fails every pull of a pod that names it.`,
      remedy: `Correct the Secret: kubectl -n ${namespace} edit secret ${name}. Kubelet reads it again at its next try, within 5 minutes.`,
    }
  }
  return undefined
}

/** kubelet passes over a secret of another type without a word. */
export const secretOfWrongType = ({ namespace, imagePullSecrets }: Pod, world: World): Answer | undefined => {
  for (const name of imagePullSecrets) {
    if (world.pullSecret(namespace, name) !== undefined) continue
    const type = world.otherSecret(namespace, name)?.type
    if (type === undefined || isDockerConfig(type)) continue
    return {
      cause: 'PullSecretWrongType',
      happened: `Pull secret ${namespace}/${name} is of type ${type}, which kubelet ignores without a word.`,
      remedy: `A Secret's type cannot be changed: delete it and make it anew with kubectl -n ${namespace} create secret docker-registry ${name}.`,
    }
  }
  return undefined
}

const isDockerConfig = (type: string): boolean =>
  type === 'kubernetes.io/dockerconfigjson' || type === 'kubernetes.io/dockercfg'
