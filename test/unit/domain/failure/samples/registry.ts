import { crio, docker, image, resolving, unpacking, type Sample } from './wrap.ts'

const head = 'failed to do request: Head "https://ghcr.io/v2/acme/app/manifests/1": '

/** The way to the registry, and the registry's own troubles. */
export const registrySamples: readonly Sample[] = [
  {
    says: 'RateLimited',
    message: docker(
      'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
    ),
  },
  {
    says: 'RateLimited',
    message: resolving(
      'unexpected status from HEAD request to https://registry-1.docker.io/v2/library/nginx/manifests/1: 429 Too Many Requests\ntoomanyrequests: You have reached your unauthenticated pull rate limit.',
    ),
  },
  {
    says: 'RateLimited',
    message: crio('reading manifest 1 in docker.io/library/nginx: too many requests to registry'),
  },
  {
    says: 'RateLimited',
    message: unpacking(
      'failed to copy: httpReadSeeker: failed open: unexpected status code https://x.io/v2/a/blobs/sha256:aa: 429 Too Many Requests - Server message: toomanyrequests: Rate exceeded',
    ),
  },
  {
    says: 'SignatureRejected',
    waitingReason: 'SignatureValidationFailed',
    message: `image pull failed for ${image} because the signature validation failed: Source image rejected: A signature was required, but no signature exists`,
  },
  {
    says: 'SignatureRejected',
    message:
      'SignatureValidationFailed: Source image rejected: Running image docker://ghcr.io/acme/app:1 is rejected by policy.',
  },
  { says: 'PlatformMismatch', message: unpacking('no match for platform in manifest: not found', 'NotFound') },
  {
    says: 'PlatformMismatch',
    message: unpacking(
      'failed to unpack image on snapshotter overlayfs: no match for platform in manifest sha256:aa: not found',
      'NotFound',
    ),
  },
  { says: 'PlatformMismatch', message: docker('no matching manifest for linux/arm64/v8 in the manifest list entries') },
  {
    says: 'PlatformMismatch',
    message:
      'rpc error: code = Unknown desc = choosing image instance: no image found in image index for architecture "arm64", variant "v8", OS "linux"',
  },
  {
    says: 'PlatformMismatch',
    waitingReason: 'RunContainerError',
    message:
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: exec /app: exec format error: unknown',
  },
  {
    says: 'UnsupportedFormat',
    message: resolving(
      'not implemented: media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.0, please rebuild the image as "application/vnd.docker.distribution.manifest.v2+json" or "application/vnd.oci.image.manifest.v1+json"',
    ),
  },
  { says: 'UnsupportedFormat', message: unpacking('media-type: schema 1 not supported') },
  {
    says: 'PlainHTTPRegistry',
    message: resolving(
      'failed to do request: Head "https://reg.corp:5000/v2/app/manifests/1": http: server gave HTTP response to HTTPS client',
    ),
  },
  {
    says: 'PlainHTTPRegistry',
    message: crio(
      'pinging container registry reg.corp:5000: Get "https://reg.corp:5000/v2/": http: server gave HTTP response to HTTPS client',
    ),
  },
  {
    says: 'TLSFailure',
    reason: 'UnknownAuthority',
    message: resolving(`${head}tls: failed to verify certificate: x509: certificate signed by unknown authority`),
  },
  {
    says: 'TLSFailure',
    reason: 'UnknownAuthority',
    message: docker('Get https://reg.corp/v2/: x509: certificate signed by unknown authority'),
  },
  {
    says: 'TLSFailure',
    reason: 'Expired',
    message: resolving(
      `${head}x509: certificate has expired or is not yet valid: current time 2026-01-01T00:00:00Z is after 2025-01-01T00:00:00Z`,
    ),
  },
  {
    says: 'TLSFailure',
    reason: 'NameMismatch',
    message: resolving(`${head}x509: certificate is valid for a.corp, not ghcr.io`),
  },
  {
    says: 'TLSFailure',
    reason: 'NameMismatch',
    message: resolving(`${head}x509: cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs`),
  },
  { says: 'TLSFailure', message: resolving(`${head}remote error: tls: handshake failure`) },
  {
    says: 'DNSFailure',
    reason: 'NoSuchHost',
    message: resolving(`${head}dial tcp: lookup ghcr.io on 10.0.0.10:53: no such host`),
  },
  {
    says: 'DNSFailure',
    reason: 'NoSuchHost',
    message: resolving(
      'failed to authorize: failed to fetch anonymous token: Get "https://auth.corp/token": dial tcp: lookup auth.corp: no such host',
    ),
  },
  {
    says: 'DNSFailure',
    reason: 'Timeout',
    message: resolving(
      `${head}dial tcp: lookup ghcr.io on 10.0.0.10:53: read udp 10.0.1.5:49152->10.0.0.10:53: i/o timeout`,
    ),
  },
  {
    says: 'DNSFailure',
    reason: 'ServerFailure',
    message: resolving(`${head}dial tcp: lookup ghcr.io on 127.0.0.53:53: server misbehaving`),
  },
  {
    says: 'DNSFailure',
    reason: 'ServerFailure',
    message: crio(
      'pinging container registry ghcr.io: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: Temporary failure in name resolution',
    ),
  },
  {
    says: 'DNSFailure',
    reason: 'ServerFailure',
    message: resolving(
      `${head}dial tcp: lookup ghcr.io on [::1]:53: read udp [::1]:40000->[::1]:53: read: connection refused`,
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Proxy',
    message: resolving(`${head}proxyconnect tcp: dial tcp 10.1.1.1:3128: connect: connection refused`),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Proxy',
    message: resolving('failed to do request: Head "https://ghcr.io/v2/acme/app/manifests/1": Forbidden'),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: resolving(`${head}dial tcp 140.82.121.33:443: i/o timeout`, 'DeadlineExceeded'),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: docker(
      'Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    ),
  },
  { says: 'RegistryUnreachable', reason: 'Timeout', message: resolving(`${head}net/http: TLS handshake timeout`) },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: 'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Refused',
    message: resolving(`${head}dial tcp 10.0.0.5:5000: connect: connection refused`),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Refused',
    waitingReason: 'RegistryUnavailable',
    message: `image pull failed for ${image} because the registry is unavailable: initializing source docker://${image}: pinging container registry ghcr.io: Get "https://ghcr.io/v2/": dial tcp 10.0.0.5:443: connect: connection refused`,
  },
  {
    says: 'RegistryUnreachable',
    waitingReason: 'RegistryUnavailable',
    message: `image pull failed for ${image} because the registry is unavailable`,
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Reset',
    message: unpacking(
      'failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://cdn.corp/x?sig=abc": read tcp 10.0.1.5:40000->10.0.0.5:443: read: connection reset by peer',
    ),
  },
  { says: 'RegistryUnreachable', reason: 'Reset', message: resolving(`${head}EOF`) },
  { says: 'RegistryUnreachable', reason: 'Reset', message: unpacking('failed to copy: read tcp: unexpected EOF') },
  {
    says: 'RegistryUnreachable',
    reason: 'Stalled',
    message: unpacking('failed to copy: httpReadSeeker: failed open: context canceled', 'Canceled'),
  },
  { says: 'RegistryUnreachable', message: resolving(`${head}dial tcp 10.0.0.5:443: connect: no route to host`) },
  {
    says: 'RegistryServerError',
    message: resolving(
      'unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 503 Service Unavailable',
    ),
  },
  {
    says: 'RegistryServerError',
    message: resolving('pulling from host ghcr.io failed with status code [manifests 1]: 502 Bad Gateway'),
  },
  { says: 'RegistryServerError', message: docker('received unexpected HTTP status: 500 Internal Server Error') },
  {
    says: 'RegistryServerError',
    message: crio('reading manifest 1 in ghcr.io/acme/app: StatusCode: 504, "<html><body>upstream..."'),
  },
  {
    says: 'RegistryServerError',
    message: resolving(
      "unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/1: 418 I'm a teapot",
    ),
  },
  {
    says: 'RegistryServerError',
    message: resolving('unexpected status from HEAD request to https://ghcr.io:5000/v2/acme/app/manifests/1: 520 '),
  },
]
