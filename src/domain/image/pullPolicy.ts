import type { ImagePullPolicy } from '../objects/pod.ts'
import type { ImageReference } from './reference.ts'

/**
 * The pull policy that the API server writes into an object created without one (SetDefaults_Container,
 * pkg/apis/core/v1/defaults.go, v1.36): the tag alone decides, even beside a digest. An image that cannot be parsed
 * (undefined) gets IfNotPresent. Not recomputed when the image changes later.
 */
export const defaultPullPolicy = (reference: Pick<ImageReference, 'tag'> | undefined): ImagePullPolicy =>
  reference?.tag === 'latest' ? 'Always' : 'IfNotPresent'

/** Where the policy of a container comes from, as far as its object shows. */
export const pullPolicyOrigins = [
  /** Its author wrote it. */
  'Written',
  /** Left out; the API server filled in what fits the image. */
  'Defaulted',
  /** Either of the two; they come to the same. */
  'WrittenOrDefaulted',
  /** Left out; it was filled in for an image that has been edited since, and the image of today would get another. */
  'Stale',
  /** Written, or stale: the object alone cannot tell. */
  'WrittenOrStale',
  /** What was asked for is another: the admission plugin AlwaysPullImages (or another one) changed it in the pod. */
  'Admission',
  /** A pod's Always that somebody wrote or admission made of it: the pod alone cannot tell. */
  'WrittenOrAdmission',
  /** A pod's Always that nobody wrote: its image was edited, or admission made it so. */
  'StaleOrAdmission',
] as const
export type PolicyOrigin = (typeof pullPolicyOrigins)[number]

export interface StandingPolicy {
  /** As it stands on the object; absent in a manifest that leaves it out. */
  readonly policy?: ImagePullPolicy
  readonly reference: Pick<ImageReference, 'tag'> | undefined
  /** Whether the author's own manifest has it (`last-applied-configuration`, field managers); absent when unknown. */
  readonly written?: boolean
  /** What the template of the pod's owner says, when this is a pod's container and the owner is known. */
  readonly template?: ImagePullPolicy
  /** It is a pod that has been created, so that admission may have changed it. */
  readonly admitted?: boolean
  /** What the author's own manifest says, where that is known and says something. */
  readonly applied?: ImagePullPolicy
}

export interface PullPolicy {
  readonly policy: ImagePullPolicy
  readonly origin: PolicyOrigin
  /** What the image of today would get if the policy were left out. */
  readonly byDefault: ImagePullPolicy
}

const originOf = (standing: StandingPolicy, byDefault: ImagePullPolicy): PolicyOrigin => {
  const { policy, written, template, admitted = false, applied } = standing
  if (policy === undefined) return 'Defaulted'
  if (template !== undefined && template !== policy) return 'Admission'
  if (admitted && policy === 'Always' && applied !== undefined && applied !== policy) return 'Admission'
  if (written === true) return 'Written'
  const fits = policy === byDefault
  // The default is never Never.
  if (policy === 'Never') return 'Written'
  // What the template says as well, admission has not made.
  const perhapsAdmission = admitted && policy === 'Always' && template === undefined
  if (written === false) return fits ? 'Defaulted' : perhapsAdmission ? 'StaleOrAdmission' : 'Stale'
  return fits ? 'WrittenOrDefaulted' : perhapsAdmission ? 'WrittenOrAdmission' : 'WrittenOrStale'
}

/**
 * The policy in force and where it comes from. The default is set when the object that holds the container is created
 * and stays when the image changes: an object made with `:v1` and edited to `:latest` keeps IfNotPresent. The plugin
 * AlwaysPullImages (plugin/pkg/admission/alwayspullimages, v1.36) rewrites pods, never the templates behind them.
 */
export const pullPolicyOf = (standing: StandingPolicy): PullPolicy => {
  const byDefault = defaultPullPolicy(standing.reference)
  return { policy: standing.policy ?? byDefault, origin: originOf(standing, byDefault), byDefault }
}

const origins: Readonly<Record<PolicyOrigin, (policy: PullPolicy) => string>> = {
  Written: () => 'written in the manifest',
  Defaulted: ({ policy }) =>
    policy === 'Always' ? 'left out, and the tag is latest' : 'left out, and the tag is not latest',
  WrittenOrDefaulted: () => 'written, or left out: the image gets the same by default',
  Stale: ({ byDefault }) =>
    `left out, and set for the image that the object was created with; the image of today would get ${byDefault}`,
  WrittenOrStale: ({ byDefault }) =>
    `written, or left over from an earlier image; left out, the image of today would get ${byDefault}`,
  WrittenOrAdmission: () =>
    'written, or made so when the pod was admitted (as the admission plugin AlwaysPullImages does): the pod alone does not tell',
  StaleOrAdmission: () =>
    'left out, and set for an earlier image or made so when the pod was admitted (as the admission plugin AlwaysPullImages does)',
  Admission: () => 'changed when the pod was admitted (as the admission plugin AlwaysPullImages does)',
}

/** Where a policy comes from, as the end of the sentence "Pull policy Always: …". */
export const explainOrigin = (policy: PullPolicy): string => origins[policy.origin](policy)
