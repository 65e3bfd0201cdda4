import { registryOf, repositoryOf, tagOf } from './image.ts'
import type { Outcome } from './outcome.ts'

/**
 * Pull failures in containerd's words, as kubelet 1.36 passes them on: it strips `rpc error: code = Unknown desc = ` and
 * leaves other codes (cri-client remote_image.go). test/unit/recorded holds them against what a real node said, but for
 * those of token services, which no registry of that node has.
 */
const failed = (image: string, why: string): string =>
  `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${why}`

const failing = (message: string): Outcome => ({ is: 'pullFails', message })

const pathOf = (image: string): string => repositoryOf(image).slice(registryOf(image).length + 1)

const isLocal = (image: string): boolean => registryOf(image).startsWith('localhost:')

/** The request by which a tag is resolved; localhost is trusted without TLS. */
const headRequest = (image: string): string => {
  const scheme = isLocal(image) ? 'http' : 'https'
  return `failed to do request: Head "${scheme}://${registryOf(image)}/v2/${pathOf(image)}/manifests/${tagOf(image)}"`
}

const addressOf = (image: string): string =>
  isLocal(image) ? registryOf(image).replace('localhost', '127.0.0.1') : '192.0.2.1:443'

const answered = (image: string, status: string): Outcome =>
  failing(
    failed(
      image,
      `pulling from host ${registryOf(image)} failed with status code [manifests ${tagOf(image)}]: ${status}`,
    ),
  )

export const pullFailures = {
  /** By a registry that asks for a password itself: with wrong credentials as without any. */
  unauthorized: (image: string): Outcome => answered(image, '401 Unauthorized'),
  /** By a token service, where no credentials were tried. */
  anonymous: (image: string): Outcome =>
    failing(
      failed(
        image,
        `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://${registryOf(image)}/token?scope=repository%3A${encodeURIComponent(pathOf(image))}%3Apull&service=${registryOf(image)}: 401 Unauthorized`,
      ),
    ),
  /** By a token service, where credentials were tried. */
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
      failed(image, `${headRequest(image)}: dial tcp: lookup ${registryOf(image)} on 127.0.0.1:53: no such host`),
    ),
  refused: (image: string): Outcome =>
    failing(failed(image, `${headRequest(image)}: dial tcp ${addressOf(image)}: connect: connection refused`)),
  rateLimited: (image: string): Outcome => answered(image, '429 Too Many Requests'),
} as const
