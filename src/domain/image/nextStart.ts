import type { ImagePullPolicy } from '../objects/pod.ts'
import type { ImageReference } from './reference.ts'

/** What kubelet will do about the image when the container starts next. */
export type NextStart =
  /** Ask the registry what the tag or digest is, and pull what the node does not have. */
  | 'AskRegistry'
  /** Pull: the image is not on the node. */
  | 'Pull'
  /** Start from the node's copy, asking nobody. */
  | 'UseCopy'
  /** Start from the node's copy if the pod's credentials cover it; otherwise pull. */
  | 'UseCopyIfCovered'
  /** Start from the node's copy if the pod's credentials cover it; otherwise fail with ErrImageNeverPull. */
  | 'UseCopyIfCoveredOrFail'
  /** Fail with ErrImageNeverPull: the image is not on the node. */
  | 'FailNeverPull'
  /** It depends on whether the node has the image, which is not known. */
  | 'PullIfAbsent'
  | 'FailIfAbsent'

export interface StartSituation {
  readonly policy: ImagePullPolicy
  /** Whether the image is on the node; absent when it is not known. */
  readonly onNode?: boolean
  /**
   * The node's kubelet checks that a pod could have pulled what another pulled (KEP-2535): from 1.35 by default, for
   * images that it pulled itself; preloaded ones are spared.
   */
  readonly checksCredentials: boolean
}

const fromCopy = (policy: ImagePullPolicy, checks: boolean): NextStart =>
  checks ? (policy === 'Never' ? 'UseCopyIfCoveredOrFail' : 'UseCopyIfCovered') : 'UseCopy'

/** What the policy makes of the next start (EnsureImageExists, pkg/kubelet/images/image_manager.go, v1.36). */
export const nextStart = ({ policy, onNode, checksCredentials }: StartSituation): NextStart => {
  if (policy === 'Always') return 'AskRegistry'
  if (onNode === true) return fromCopy(policy, checksCredentials)
  if (policy === 'Never') return onNode === false ? 'FailNeverPull' : 'FailIfAbsent'
  return onNode === false ? 'Pull' : 'PullIfAbsent'
}

/** The first minor version of kubelet 1.x that checks credentials by default. */
const firstChecking = 35

/** Whether a kubelet of this version (`v1.36.3`) checks credentials by default; false when the text is no version. */
export const checksCredentialsByDefault = (kubeletVersion: string): boolean => {
  const [, major = '', minor = ''] = /^v?(\d{1,4})\.(\d{1,4})/.exec(kubeletVersion) ?? []
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= firstChecking)
}

const sentences: Readonly<Record<NextStart, (what: string) => string>> = {
  AskRegistry: (what) => `asks the registry for ${what} at every start, and pulls what the node does not have`,
  Pull: () => 'pulls the image, which the node does not have',
  UseCopy: () => "starts from the node's copy without asking the registry",
  UseCopyIfCovered: () =>
    "starts from the node's copy if the pod's credentials could have pulled it, otherwise asks the registry",
  UseCopyIfCoveredOrFail: () =>
    "starts from the node's copy if the pod's credentials could have pulled it, otherwise fails (ErrImageNeverPull)",
  FailNeverPull: () => 'fails (ErrImageNeverPull): the node does not have the image, and it may not be pulled',
  PullIfAbsent: () => 'pulls the image only if the node does not have it; a tag that moved goes unnoticed',
  FailIfAbsent: () => 'starts only if the node has the image, otherwise fails (ErrImageNeverPull)',
}

/** The same as the end of the sentence "The next start …". */
export const explainNextStart = (
  next: NextStart,
  reference: Pick<ImageReference, 'tag' | 'digest'> | undefined,
): string => {
  const { tag, digest } = reference ?? {}
  return sentences[next](
    digest === undefined ? (tag === undefined ? 'the image' : `the digest of tag ${tag}`) : 'the digest',
  )
}
