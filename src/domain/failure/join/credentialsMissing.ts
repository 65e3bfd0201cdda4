import { nothingFor, policyHint } from './policyHint.ts'
import { denialOf, type Question } from './denied.ts'

/** A registry that hides which may as well have been asked for a name that does not exist. */
const existsForSure: Question = (denied, world) => {
  const { failure, repository } = denied
  if (failure.class === 'AccessDeniedOrNotFound' && !world.repositoryRuns(repository)) return undefined
  const { namespace, imagePullSecrets } = denied.pod
  const matching =
    imagePullSecrets.length === 0
      ? 'and the pod has no pull secrets'
      : `and none of the pod's pull secrets matches it (${imagePullSecrets.slice(0, 3).join(', ')})`
  const hint = policyHint(denied, world) ?? nothingFor(denied, world)
  if (hint !== undefined) {
    return {
      cause: 'CredentialsMissing',
      happened: `${denialOf(denied)}, ${matching}. ${hint.happened}`,
      remedy: hint.remedy,
    }
  }
  return {
    cause: 'CredentialsMissing',
    happened: `${denialOf(denied)}, ${matching}. Credentials of the node itself, which cannot be seen from here, did not help.`,
    remedy: `Let an ImagePolicy with credentials for ${repository} select namespace ${namespace}, or add a pull secret for it to the ServiceAccount; for a public image, check the name.`,
  }
}

/** No pull secret of the pod matches, and none at hand would. */
export const credentialsMissing: Question = (denied, world) =>
  denied.tries.length > 0 ? undefined : existsForSure(denied, world)
