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
export type PolicyOrigin =
  /** Its author wrote it. */
  | 'Written'
  /** Left out; the API server filled in what fits the image. */
  | 'Defaulted'
  /** Either of the two; they come to the same. */
  | 'WrittenOrDefaulted'
  /** Left out; it was filled in for an image that has been edited since, and the image of today would get another. */
  | 'Stale'
  /** Written, or stale: the object alone cannot tell. */
  | 'WrittenOrStale'
  /** The template says another: the admission plugin AlwaysPullImages (or another one) changed it in the pod. */
  | 'Admission'

export interface StandingPolicy {
  /** As it stands on the object; absent in a manifest that leaves it out. */
  readonly policy?: ImagePullPolicy
  readonly reference: Pick<ImageReference, 'tag'> | undefined
  /** Whether the author's own manifest has it (`last-applied-configuration`, field managers); absent when unknown. */
  readonly written?: boolean
  /** What the template of the pod's owner says, when this is a pod's container and the owner is known. */
  readonly template?: ImagePullPolicy
}

export interface PullPolicy {
  readonly policy: ImagePullPolicy
  readonly origin: PolicyOrigin
  /** What the image of today would get if the policy were left out. */
  readonly byDefault: ImagePullPolicy
}

const originOf = ({ policy, written, template }: StandingPolicy, byDefault: ImagePullPolicy): PolicyOrigin => {
  if (policy === undefined) return 'Defaulted'
  if (template !== undefined && template !== policy) return 'Admission'
  if (written === true) return 'Written'
  const fits = policy === byDefault
  // The default is never Never.
  if (policy === 'Never') return 'Written'
  if (written === false) return fits ? 'Defaulted' : 'Stale'
  return fits ? 'WrittenOrDefaulted' : 'WrittenOrStale'
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
  Admission: () => 'changed when the pod was admitted (as the admission plugin AlwaysPullImages does)',
}

/** Where a policy comes from, as the end of the sentence "Pull policy Always: …". */
export const explainOrigin = (policy: PullPolicy): string => origins[policy.origin](policy)
