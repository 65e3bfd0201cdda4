import { parseImageReference, printImageReference } from '../image/reference.ts'
import { pullPolicyOf } from '../image/pullPolicy.ts'
import type { FailingPart } from '../failure/finding.ts'
import type { Advice } from './advice.ts'
import type { DeclaredContainer, DeclaredPod } from './declaredPod.ts'
import type { Surroundings } from './surroundings.ts'

/** An image of a pod: of a container, or of a volume. */
export interface DeclaredImage {
  readonly part: FailingPart
  readonly image: string
  readonly container?: DeclaredContainer
  /** Of a pod that has been created. */
  readonly admitted: boolean
}

export const imagesOf = ({ containers, imageVolumes, admitted }: DeclaredPod): readonly DeclaredImage[] => [
  ...containers.map((container) => ({
    part: { kind: 'container', name: container.name } as const,
    image: container.image,
    container,
    admitted,
  })),
  ...imageVolumes.map(({ name, reference }) => ({
    part: { kind: 'volume', name } as const,
    image: reference,
    admitted,
  })),
]

/** One question to one image of a declaration. */
type Question = (image: DeclaredImage, around: Surroundings) => Advice | undefined

const invalid: Question = ({ part, image }) => {
  const parsed = parseImageReference(image)
  if (parsed.ok) return undefined
  const shown = image === '' ? '' : ` ${JSON.stringify(image.slice(0, 120))}`
  return {
    severity: 'error',
    cause: 'InvalidReference',
    part,
    image,
    message: `The image${shown} is no image reference, and the pod cannot start with it.`,
    remedy: `${parsed.problem.charAt(0).toUpperCase()}${parsed.problem.slice(1)}.`,
  }
}

const mutable: Question = ({ part, image, container }) => {
  const parsed = parseImageReference(image)
  if (!parsed.ok || parsed.reference.digest !== undefined || parsed.reference.tag !== 'latest') return undefined
  const { implied } = parsed.reference
  const keeps =
    container?.policyWritten === true && container.pullPolicy === 'IfNotPresent'
      ? ' With imagePullPolicy IfNotPresent each node keeps whatever the tag was when it first pulled it.'
      : ''
  return {
    severity: 'warning',
    cause: 'MutableTag',
    part,
    image,
    message: `${implied.tag ? 'The image names no tag, which means latest' : 'The image has the tag latest'}: what runs changes with every push, and pods of one workload may run different content.${keeps}`,
    remedy: 'Name a version, or better a digest (image@sha256:…).',
  }
}

const stale: Question = ({ part, image, container, admitted }) => {
  const parsed = parseImageReference(image)
  if (container?.pullPolicy === undefined || !parsed.ok || parsed.reference.digest !== undefined) return undefined
  const { policy, origin, byDefault } = pullPolicyOf({
    policy: container.pullPolicy,
    reference: parsed.reference,
    ...(container.policyWritten !== undefined && { written: container.policyWritten }),
    ...(container.policyApplied !== undefined && { applied: container.policyApplied }),
    admitted,
  })
  // Always beside a version is what many write; only IfNotPresent beside latest looks like a slip by itself.
  const suspect = origin === 'Stale' || (origin === 'WrittenOrStale' && policy === 'IfNotPresent')
  if (!suspect) return undefined
  const why =
    origin === 'Stale'
      ? 'it was set for an earlier image and stayed when the image was edited'
      : 'it was left over from an earlier image, unless somebody wrote it'
  const effect =
    policy === 'IfNotPresent'
      ? 'a node that has the image never looks whether the tag has moved'
      : 'every start asks the registry'
  return {
    severity: 'warning',
    cause: 'StalePullPolicy',
    part,
    image,
    message: `imagePullPolicy is ${policy}, where this image would get ${byDefault} by default: ${why}. So ${effect}.`,
    remedy: `Write imagePullPolicy: ${byDefault} in the pod template, or ${policy} if that is meant.`,
  }
}

const differing: Question = ({ part, image }, { digestsOf }) => {
  const parsed = parseImageReference(image)
  if (!parsed.ok) return undefined
  const { digest: _, ...tagged } = parsed.reference
  if (tagged.tag === undefined) return undefined
  const digests = digestsOf(printImageReference(tagged))
  if (digests.length < 2) return undefined
  return {
    severity: 'warning',
    cause: 'TagDigestsDiffer',
    part,
    image,
    message: `The tag of ${printImageReference(tagged)} stands for ${digests.length} different digests: not all that use it are the same program.`,
    remedy: 'Name one digest everywhere, or give each build a tag of its own.',
    evidence: digests.slice(0, 3),
  }
}

const questions: readonly Question[] = [invalid, mutable, stale, differing]

/** What is wrong or unwise about the images of a pod. */
export const adviceOnImages = (pod: DeclaredPod, around: Surroundings): readonly Advice[] =>
  imagesOf(pod).flatMap((image) => questions.map((ask) => ask(image, around)).filter((advice) => advice !== undefined))
