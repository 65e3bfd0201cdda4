import { denialOf, type Question } from './denied.ts'

/** The same image with the same secrets has been pulled on another node: what differs is the nodes' own credentials. */
export const nodeCredentialsDiffer: Question = (denied, world) => {
  const { image, pod } = denied
  if (!world.pullsElsewhere(image, pod.imagePullSecrets, pod.nodeName)) return undefined
  return {
    cause: 'NodeCredentialsDiffer',
    happened: `${denialOf(denied)}, yet the same image with the same pull secrets runs on another node: the nodes' own registry credentials differ, or have changed.`,
    remedy: `Give the pod credentials that do not depend on the node (an ImagePolicy or a pull secret for ${denied.reference.host}), or have the node's administrator renew them there.`,
  }
}
