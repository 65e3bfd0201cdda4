import { crio, image, type Sample } from './wrap.ts'

const digest = `sha256:${'cd'.repeat(32)}`
const bare = (rest: string): string => `rpc error: code = Unknown desc = ${rest}`
const mirrors = (mirror: string, primary: string): string =>
  crio(`(Mirrors also failed: [mirror.corp/acme/app:1: ${mirror}]): ${image}: ${primary}`)
/** CRI-O 1.31 and later: what is no image may be an artifact. */
const artifact = (pull: string, rest = 'provided artifact is a container image'): string =>
  bare(`unable to pull image or OCI artifact: pull image err: ${pull}; artifact err: ${rest}`)

/** CRI-O and its containers/image, from `Error reading manifest` of 1.1x to the artifacts of 1.31. */
export const crioSamples: readonly Sample[] = [
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: crio('reading manifest 1 in ghcr.io/acme/app: manifest unknown'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: bare('Error reading manifest 1 in ghcr.io/acme/app: manifest unknown: manifest unknown'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Repository',
    message: crio('reading manifest 1 in reg.corp/acme/app: name unknown: repository name not known to registry'),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: artifact(
      `initializing source docker://${image}: reading manifest 1 in ghcr.io/acme/app: manifest unknown`,
      'get manifest: build image source: reading manifest 1 in ghcr.io/acme/app: manifest unknown',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: artifact(
      `initializing source docker://${image}: reading manifest 1 in docker.io/acme/app: requested access to the resource is denied`,
      'get manifest: build image source: reading manifest 1 in docker.io/acme/app: requested access to the resource is denied',
    ),
  },
  {
    says: 'NodeDiskFull',
    message: artifact(
      `copying system image from manifest list: writing blob: storing blob to file "/var/tmp/container_images_storage1/1": write /var/tmp/container_images_storage1/1: no space left on device`,
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: mirrors(
      'pinging container registry mirror.corp: Get "https://mirror.corp/v2/": dial tcp 10.0.0.9:443: connect: connection refused',
      'reading manifest 1 in ghcr.io/acme/app: manifest unknown',
    ),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: mirrors(
      'reading manifest 1 in mirror.corp/acme/app: manifest unknown',
      'reading manifest 1 in docker.io/acme/app: requested access to the resource is denied',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: mirrors(
      'reading manifest 1 in mirror.corp/acme/app: unauthorized: authentication required',
      'pinging container registry ghcr.io: Get "https://ghcr.io/v2/": dial tcp 140.82.121.33:443: i/o timeout',
    ),
  },
  { says: 'Unauthorized', message: crio('reading manifest 1 in ghcr.io/acme/app: unauthorized') },
  {
    says: 'Unauthorized',
    message: crio('reading manifest 1 in reg.corp/acme/app: unauthorized: authentication required'),
  },
  {
    says: 'Unauthorized',
    message: crio(
      'reading manifest 1 in acme.azurecr.io/app: unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: crio(
      'unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password',
    ),
  },
  { says: 'Unauthorized', message: bare('Requesting bearer token: invalid status code from registry 403 (Forbidden)') },
  {
    says: 'Unauthorized',
    message: bare('Requesting bearer token: invalid status code from registry 401 (Unauthorized)'),
  },
  {
    says: 'RegistryServerError',
    message: crio('Requesting bearer token: invalid status code from registry 502 (Bad Gateway)'),
  },
  {
    says: 'RegistryServerError',
    message: crio('reading manifest 1 in quay.io/acme/app: received unexpected HTTP status: 504 Gateway Timeout'),
  },
  {
    says: 'RegistryServerError',
    waitingReason: 'RegistryUnavailable',
    message: `image pull failed for ${image} because the registry is unavailable: pinging container registry ghcr.io: received unexpected HTTP status: 503 Service Unavailable`,
  },
  {
    says: 'RateLimited',
    message: crio(
      'reading manifest 1 in docker.io/library/nginx: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    ),
  },
  {
    says: 'RateLimited',
    message: bare(
      'copying system image from manifest list: reading blob sha256:aa: fetching blob: toomanyrequests: Rate exceeded',
    ),
  },
  { says: 'RateLimited', message: crio('Requesting bearer token: too many requests to registry') },
  {
    says: 'Forbidden',
    message: bare(
      `copying system image from manifest list: parsing image configuration: fetching blob: StatusCode: 403, "<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code>"`,
    ),
  },
  {
    says: 'PlatformMismatch',
    message: bare(
      'choosing an image from manifest list docker://ghcr.io/acme/app:1: no image found in image index for architecture "arm64", variant "v8", OS "linux"',
    ),
  },
  {
    says: 'PlatformMismatch',
    message: bare(
      'Error choosing image instance: no image found in manifest list for architecture s390x, variant "", OS linux',
    ),
  },
  {
    says: 'SignatureRejected',
    message: bare(
      'SignatureValidationFailed: Source image rejected: A signature was required, but no signature exists',
    ),
  },
  {
    says: 'SignatureRejected',
    message: bare(
      'Source image rejected: None of the signatures were accepted, reasons: Signature for identity "reg.corp/a" is not accepted; cryptographic signature verification failed: invalid signature',
    ),
  },
  {
    says: 'SignatureRejected',
    message: bare(
      'copying system image from manifest list: Source image rejected: cryptographic signature verification failed: invalid signature when validating ASN.1 encoded signature',
    ),
  },
  {
    says: 'TLSFailure',
    reason: 'NameMismatch',
    message: crio(
      'pinging container registry reg.corp: Get "https://reg.corp/v2/": tls: failed to verify certificate: x509: certificate is valid for ingress.local, not reg.corp',
    ),
  },
  {
    says: 'TLSFailure',
    reason: 'NameMismatch',
    message: crio(
      'pinging container registry reg.corp: Get "https://reg.corp/v2/": x509: certificate is not valid for any names, but wanted to match reg.corp',
    ),
  },
  {
    says: 'TLSFailure',
    reason: 'Expired',
    message: crio(
      'pinging container registry reg.corp: Get "https://reg.corp/v2/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-02-01T00:00:00Z is after 2026-01-01T00:00:00Z',
    ),
  },
  {
    says: 'TLSFailure',
    message: crio(
      'pinging container registry reg.corp: Get "https://reg.corp/v2/": remote error: tls: certificate required',
    ),
  },
  {
    says: 'DNSFailure',
    reason: 'ServerFailure',
    message: crio(
      'pinging container registry registry-1.docker.io: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: Try again',
    ),
  },
  {
    says: 'DNSFailure',
    reason: 'Timeout',
    message: crio(
      'pinging container registry registry-1.docker.io: Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp: lookup proxy.corp: i/o timeout',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Refused',
    message: bare(
      'error pinging docker registry reg.corp:5000: Get "https://reg.corp:5000/v2/": dial tcp 10.0.0.5:5000: connect: connection refused',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: bare(
      `copying system image from manifest list: reading blob ${digest}: Get "https://cdn.corp/x": dial tcp 10.0.0.5:443: i/o timeout`,
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Reset',
    message: bare(
      `copying system image from manifest list: writing blob: storing blob to file "/var/tmp/storage1/1": happened during read: read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer`,
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Content',
    message: bare(
      `copying system image from manifest list: reading blob ${digest}: fetching blob: blob unknown to registry`,
    ),
  },
  {
    says: 'CorruptContent',
    message: bare(
      `copying system image from manifest list: writing blob: layer ${digest} does not match config's DiffID ${digest}`,
    ),
  },
  {
    says: 'CorruptContent',
    message: bare(
      `copying system image from manifest list: reading blob ${digest}: Digest did not match, expected ${digest}, got sha256:00`,
    ),
  },
  {
    says: 'UnsupportedFormat',
    message: bare('copying system image from manifest list: Unsupported manifest media type and no default available'),
  },
  {
    says: 'UnsupportedFormat',
    message: bare(
      'initializing image from source docker://ghcr.io/acme/app:1: unsupported MIME type for manifest: application/vnd.cncf.helm.config.v1+json',
    ),
  },
  {
    says: 'AmbiguousShortName',
    image: 'nginx',
    message: bare(
      'short-name "nginx:latest" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
    ),
  },
  {
    says: 'AmbiguousShortName',
    image: 'nginx',
    message: bare('short-name resolution enforced but cannot prompt without a TTY'),
  },
  {
    says: 'PlainHTTPRegistry',
    message: crio(
      'pinging container registry localhost:5000: Get "https://localhost:5000/v2/": http: server gave HTTP response to HTTPS client',
    ),
  },
]
