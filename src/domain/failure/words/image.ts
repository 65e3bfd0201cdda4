import type { FailureClass } from '../cause.ts'
import { registryOf, type Phrase, type Words } from './subject.ts'

type ImageClass = Extract<
  FailureClass,
  | 'NeverPullAbsent'
  | 'InvalidReference'
  | 'AmbiguousShortName'
  | 'SignatureRejected'
  | 'PlatformMismatch'
  | 'UnsupportedFormat'
  | 'CorruptContent'
  | 'ImageNotFound'
>

const invalid: Readonly<Record<string, string>> = {
  Uppercase: 'a repository name has no upper-case letters',
  Template: 'a template expression or placeholder was left in',
  Syntax: 'it is not of the form [host/]path[:tag][@digest]',
}

const correctOrPush =
  'Correct image in the pod template, or push it. Some registries say the same of what one may not see.'

const notThere: Words = {
  happened: 'it answers that it is not found',
  remedy: correctOrPush,
}

const missing: Readonly<Record<string, Words>> = {
  Repository: {
    happened: 'it knows no repository of that name',
    remedy: correctOrPush,
  },
  Content: {
    happened: 'it has the manifest, but not all of the content that belongs to it',
    remedy: 'Push the image again.',
  },
  Manifest: {
    happened: 'it knows no such tag or digest there',
    remedy: correctOrPush,
  },
}

/** What is wrong with the image, or with its name. */
export const imagePhrases: Readonly<Record<ImageClass, Phrase>> = {
  NeverPullAbsent: ({ image }) => ({
    happened: `Image ${image} may not be pulled (imagePullPolicy: Never) and is not on the node, or from Kubernetes 1.35 the pod's credentials do not cover it.`,
    remedy: 'Set imagePullPolicy to IfNotPresent in the pod template, or load the image onto every node.',
  }),
  InvalidReference: ({ image, failure }) => ({
    happened: `"${image.slice(0, 120)}" is no image reference: ${invalid[failure.reason ?? ''] ?? invalid['Syntax']}.`,
    remedy: 'Correct image in the pod template.',
  }),
  AmbiguousShortName: ({ image }) => ({
    happened: `Image ${image} names no registry, and the node's runtime (CRI-O) does not guess which one is meant.`,
    remedy: `Write the registry in the pod template, for example docker.io/library/${image.split('/').at(-1) ?? image}.`,
  }),
  SignatureRejected: ({ image }) => ({
    happened: `The node's signature policy does not admit image ${image}: a signature is missing or not accepted.`,
    remedy: "Sign the image with a key that the policy accepts, or have the nodes' administrator extend the policy.",
  }),
  PlatformMismatch: ({ image }) => ({
    happened: `Image ${image} is not made for the node's operating system and architecture.`,
    remedy:
      'Build it for that platform too, or keep the pod on fitting nodes with a nodeSelector on kubernetes.io/arch and kubernetes.io/os.',
  }),
  UnsupportedFormat: ({ image }) => ({
    happened: `Image ${image} is stored in a format that the node's container runtime does not read (schema 1, or an unknown media type).`,
    remedy: 'Build and push it again with a current tool.',
  }),
  CorruptContent: ({ image }) => ({
    happened: `The content of image ${image} does not fit its digests or cannot be unpacked on the node.`,
    remedy:
      "Push the image again; if other nodes can pull it, have the node's administrator remove the damaged content from its container runtime.",
  }),
  ImageNotFound: (subject) => {
    const { happened, remedy } = missing[subject.failure.reason ?? ''] ?? notThere
    return { happened: `${registryOf(subject)} does not have ${subject.image}: ${happened}.`, remedy }
  },
}
