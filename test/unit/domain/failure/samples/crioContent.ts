import { crio, type Sample } from './wrap.ts'

const digest = `sha256:${'cd'.repeat(32)}`
const bare = (rest: string): string => `rpc error: code = Unknown desc = ${rest}`

/** CRI-O of the way to a registry, of images and what is in them. */
export const crioContentSamples: readonly Sample[] = [
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
  {
    says: 'CorruptContent',
    message: bare(
      `copying system image from manifest list: writing blob: adding layer with blob "${digest}": processing tar file(): exit status 1`,
    ),
  },
]
