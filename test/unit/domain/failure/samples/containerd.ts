import { image, resolving, unpacking, type Sample } from './wrap.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const blob = `https://ghcr.io/v2/acme/app/blobs/${digest}`
const opened = (rest: string): string => unpacking(`failed to copy: httpReadSeeker: failed open: ${rest}`)
const mayRequire = 'pull access denied, repository does not exist or may require authorization: '

/** containerd 2.1 and later, when the transfer service pulls. */
const transfer = (rest: string, code = 'Unknown'): string =>
  `rpc error: code = ${code} desc = failed to pull and unpack image "${image}": failed to resolve image: ${rest}`

/** containerd 1.6 to 2.x while it looks up an image and asks for permission, in the shapes of its versions. */
export const containerdSamples: readonly Sample[] = [
  { says: 'ImageNotFound', reason: 'Manifest', message: transfer(`${image}: not found`, 'NotFound') },
  {
    says: 'Unauthorized',
    reason: 'Anonymous',
    message: transfer(
      `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aacme%2Fapp%3Apull&service=ghcr.io: 401 Unauthorized`,
    ),
  },
  {
    says: 'DNSFailure',
    reason: 'NoSuchHost',
    message: transfer(
      'failed to do request: Head "https://ghcr.io/v2/acme/app/manifests/1": dial tcp: lookup ghcr.io on 127.0.0.53:53: no such host',
    ),
  },
  { says: 'RegistryServerError', message: resolving('unexpected status code [manifests 1]: 502 Bad Gateway') },
  {
    says: 'RegistryServerError',
    message: resolving(
      'unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 500 Internal Server Error',
    ),
  },
  { says: 'RegistryServerError', message: opened(`unexpected status code ${blob}: 504 Gateway Time-out`) },
  { says: 'RegistryServerError', message: opened(`unexpected status code ${blob}?ns=docker.io: 400 Bad Request`) },
  {
    says: 'RegistryServerError',
    message: opened(
      `unexpected status code ${blob}: 502 Bad Gateway - Server message: unknown: unable to reach the upstream`,
    ),
  },
  {
    says: 'RateLimited',
    message: resolving(
      'pulling from host registry-1.docker.io failed with status code [manifests 1]: 429 Too Many Requests',
    ),
  },
  {
    says: 'Forbidden',
    message: opened(
      `unexpected status code https://prod-eu-starport-layer-bucket.s3.eu-west-1.amazonaws.com/1-2-3/${digest}?X-Amz-Signature=abc: 403 Forbidden`,
    ),
  },
  { says: 'Unauthorized', message: opened(`unexpected status code ${blob}: 401 Unauthorized`) },
  {
    says: 'Unauthorized',
    message: resolving('pulling from host ghcr.io failed with status code [manifests 1]: 401 Unauthorized'),
  },
  { says: 'Unauthorized', message: resolving('unexpected status code [manifests 1]: 401 Unauthorized') },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: resolving(
      'failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://acme.azurecr.io/oauth2/token: 401 Unauthorized',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: resolving(
      'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://gitlab.com/jwt/auth?scope=repository%3Aacme%2Fapp%3Apull&service=container_registry: 403 Forbidden',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: resolving('failed to authorize: failed to fetch oauth token: unexpected status: 400 Bad Request'),
  },
  {
    says: 'Unauthorized',
    reason: 'Anonymous',
    message: resolving(`${mayRequire}authorization failed: no basic auth credentials`),
  },
  { says: 'Unauthorized', reason: 'Anonymous', message: resolving('failed to authorize: no basic auth credentials') },
  {
    says: 'AccessDeniedOrNotFound',
    message: resolving(`${mayRequire}server message: insufficient_scope: authorization failed`),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: resolving(`${mayRequire}server message: invalid_scope: authorization failed`),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: resolving('pull access denied, repository does not exist or may require authorization'),
  },
  {
    says: 'RegistryServerError',
    message: resolving(
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token?scope=x: 503 Service Unavailable',
    ),
  },
  {
    says: 'RegistryServerError',
    message: resolving(
      'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token: 500 Internal Server Error',
    ),
  },
  {
    says: 'RateLimited',
    message: resolving(
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token?scope=x: 429 Too Many Requests',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: resolving(
      'failed to authorize: failed to fetch oauth token: Post "https://ghcr.io/token": dial tcp 140.82.121.33:443: i/o timeout',
    ),
  },
  {
    says: 'DNSFailure',
    reason: 'Timeout',
    message: resolving(
      'failed to authorize: failed to fetch anonymous token: Get "https://auth.docker.io/token?scope=x": dial tcp: lookup auth.docker.io: i/o timeout',
    ),
  },
  {
    says: 'TLSFailure',
    reason: 'UnknownAuthority',
    message: resolving(
      'failed to authorize: failed to fetch anonymous token: Get "https://auth.corp/token": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ),
  },
  { says: 'ImageNotFound', reason: 'Content', message: opened(`content at ${blob} not found: not found`) },
]
