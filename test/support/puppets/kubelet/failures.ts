import { registryOf, repositoryOf } from './image.ts'
import type { Outcome } from './outcome.ts'

/**
 * Pull failures in containerd 2's words, as kubelet 1.36 passes them on: it strips `rpc error: code = Unknown desc = `
 * and leaves other codes (cri-client remote_image.go).
 */
const failed = (image: string, why: string): string =>
  `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${why}`

const failing = (message: string): Outcome => ({ is: 'pullFails', message })

const pathOf = (image: string): string => repositoryOf(image).slice(registryOf(image).length + 1)

export const pullFailures = {
  /** No credentials were tried. */
  anonymous: (image: string): Outcome =>
    failing(
      failed(
        image,
        `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://${registryOf(image)}/token?scope=repository%3A${encodeURIComponent(pathOf(image))}%3Apull&service=${registryOf(image)}: 401 Unauthorized`,
      ),
    ),
  /** Credentials were tried, and refused. */
  badCredentials: (image: string): Outcome =>
    failing(
      failed(
        image,
        `failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://${registryOf(image)}/token: 401 Unauthorized`,
      ),
    ),
  /** Docker Hub's answer to what one may not see, or what is not there. */
  denied: (image: string): Outcome =>
    failing(
      failed(
        image,
        'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      ),
    ),
  notFound: (image: string): Outcome =>
    failing(`rpc error: code = NotFound desc = ${failed(image, `${image}: not found`)}`),
  noSuchHost: (image: string): Outcome =>
    failing(
      failed(
        image,
        `failed to do request: Head "https://${registryOf(image)}/v2/${pathOf(image)}/manifests/latest": dial tcp: lookup ${registryOf(image)} on 10.96.0.10:53: no such host`,
      ),
    ),
  refused: (image: string): Outcome =>
    failing(
      failed(
        image,
        `failed to do request: Head "https://${registryOf(image)}/v2/${pathOf(image)}/manifests/latest": dial tcp 192.0.2.1:443: connect: connection refused`,
      ),
    ),
  rateLimited: (image: string): Outcome =>
    failing(
      failed(
        image,
        `unexpected status from HEAD request to https://${registryOf(image)}/v2/${pathOf(image)}/manifests/latest: 429 Too Many Requests: toomanyrequests: You have reached your unauthenticated pull rate limit.`,
      ),
    ),
} as const
