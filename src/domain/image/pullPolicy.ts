import type { ImagePullPolicy } from '../objects/pod.ts'
import type { ImageReference } from './reference.ts'

/**
 * The pull policy that the API server writes into an object created without one (SetDefaults_Container,
 * pkg/apis/core/v1/defaults.go, v1.36): the tag alone decides, even beside a digest. An image that cannot be parsed
 * (undefined) gets IfNotPresent. Not recomputed when the image changes later.
 */
export const defaultPullPolicy = (reference: Pick<ImageReference, 'tag'> | undefined): ImagePullPolicy =>
  reference?.tag === 'latest' ? 'Always' : 'IfNotPresent'
