import { docker, image, type Sample } from './wrap.ts'

/** Docker itself behind dockershim or cri-dockerd; older ones without quotes around the URL. */
export const dockerSamples: readonly Sample[] = [
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: docker('manifest for ghcr.io/acme/app:1 not found: manifest unknown: manifest unknown'),
  },
  { says: 'ImageNotFound', reason: 'Manifest', message: docker('manifest for ghcr.io/acme/app:1 not found') },
  {
    says: 'ImageNotFound',
    reason: 'Manifest',
    message: docker('manifest unknown: The named manifest is not known to the registry.'),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker('repository acme/app not found: does not exist or no pull access'),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker("pull access denied for acme/app, repository does not exist or may require 'docker login'"),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker('Head "https://registry.gitlab.com/v2/acme/app/manifests/1": denied: access forbidden'),
  },
  { says: 'AccessDeniedOrNotFound', message: docker('Head "https://ghcr.io/v2/acme/app/manifests/1": denied: denied') },
  { says: 'AccessDeniedOrNotFound', message: docker('Head "https://ghcr.io/v2/acme/app/manifests/1": denied') },
  { says: 'Unauthorized', message: docker('Head "https://ghcr.io/v2/acme/app/manifests/1": unauthorized') },
  {
    says: 'Unauthorized',
    message: docker('Get https://reg.corp/v2/acme/app/manifests/1: unauthorized: authentication required'),
  },
  {
    says: 'Unauthorized',
    reason: 'Anonymous',
    message: docker('Get http://nexus:8083/v2/acme/app/manifests/1: no basic auth credentials'),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker(
      'Get https://registry-1.docker.io/v2/library/nginx/manifests/1: unauthorized: incorrect username or password',
    ),
  },
  {
    says: 'Unauthorized',
    reason: 'BadCredentials',
    message: docker(
      'unauthorized: HTTP Basic: Access denied. The provided password or token is incorrect or your account has 2FA enabled',
    ),
  },
  { says: 'Forbidden', message: docker('unknown: Forbidden') },
  { says: 'ImageNotFound', message: docker('unknown: Not Found') },
  {
    says: 'ImageNotFound',
    message: docker(
      'error parsing HTTP 404 response body: invalid character \'<\' looking for beginning of value: "<!DOCTYPE HTML><title>404 Not Found</title>"',
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Content',
    message: docker('error pulling image configuration: download failed after attempts=1: unknown blob'),
  },
  {
    says: 'RegistryServerError',
    message: docker('error pulling image configuration: received unexpected HTTP status: 502 Bad Gateway'),
  },
  {
    says: 'RegistryServerError',
    message: docker(
      'Get "https://reg.corp/v2/acme/app/manifests/1": received unexpected HTTP status: 503 Service Unavailable',
    ),
  },
  {
    says: 'RegistryServerError',
    message: docker(
      'error parsing HTTP 502 response body: invalid character \'<\' looking for beginning of value: "<html>"',
    ),
  },
  {
    says: 'RateLimited',
    message: docker(
      'error parsing HTTP 429 response body: invalid character \'T\' looking for beginning of value: "Too many requests"',
    ),
  },
  {
    says: 'RateLimited',
    message: docker(
      'toomanyrequests: Too Many Requests. Please see https://docs.docker.com/docker-hub/download-rate-limit/',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: docker(
      'error pulling image configuration: download failed after attempts=6: dial tcp 104.18.1.1:443: i/o timeout',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    message: docker(
      'Get "https://registry-1.docker.io/v2/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    ),
  },
  { says: 'RegistryUnreachable', reason: 'Reset', message: docker('Get "https://quay.io/v2/": EOF') },
  {
    says: 'RegistryUnreachable',
    reason: 'Refused',
    message: docker('Get http://reg.corp:5000/v2/: dial tcp 10.0.0.5:5000: getsockopt: connection refused'),
  },
  {
    says: 'DNSFailure',
    reason: 'NoSuchHost',
    message: docker(
      'Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp: lookup http on 10.0.0.10:53: no such host',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Proxy',
    message: docker('Get "https://registry-1.docker.io/v2/": Proxy Authentication Required'),
  },
  {
    says: 'DNSFailure',
    reason: 'ServerFailure',
    message: docker(
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on [::1]:53: read udp [::1]:53210->[::1]:53: read: connection refused',
    ),
  },
  {
    says: 'PlainHTTPRegistry',
    message: docker('Get https://nexus:8083/v2/: http: server gave HTTP response to HTTPS client'),
  },
  {
    says: 'PlainHTTPRegistry',
    message: docker('Get "https://reg.corp:5000/v2/": tls: first record does not look like a TLS handshake'),
  },
  {
    says: 'TLSFailure',
    reason: 'UnknownAuthority',
    message: docker(
      'Get "https://reg.corp/v2/": x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "corp-ca")',
    ),
  },
  {
    says: 'TLSFailure',
    reason: 'NameMismatch',
    message: docker(
      'Get "https://reg.corp/v2/": x509: certificate relies on legacy Common Name field, use SANs instead',
    ),
  },
  {
    says: 'PlatformMismatch',
    message: docker(
      'image operating system "windows" cannot be used on this platform: operating system is not supported',
    ),
  },
  {
    says: 'PlatformMismatch',
    message: docker('no matching manifest for windows/amd64 10.0.17763 in the manifest list entries'),
  },
  {
    says: 'PlatformMismatch',
    message: docker(
      'image with reference ghcr.io/acme/app:1 was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
    ),
  },
  {
    says: 'UnsupportedFormat',
    message: docker(
      "mediaType in manifest should be 'application/vnd.docker.distribution.manifest.v2+json' not 'application/vnd.oci.image.manifest.v1+json'",
    ),
  },
  { says: 'UnsupportedFormat', message: docker('missing signature key') },
  {
    says: 'UnsupportedFormat',
    message: docker(
      '[DEPRECATION NOTICE] Docker Image Format v1 and Docker Image manifest version 2, schema 1 support is disabled by default and will be removed in an upcoming release.',
    ),
  },
  {
    says: 'CorruptContent',
    message: docker(
      'failed to register layer: Error processing tar file(exit status 1): archive/tar: invalid tar header',
    ),
  },
  { says: 'CorruptContent', message: docker('filesystem layer verification failed for digest sha256:aa') },
  {
    says: 'NodeDiskFull',
    message: docker(
      'failed to register layer: Error processing tar file(exit status 1): write /usr/lib/x: no space left on device',
    ),
  },
  {
    says: 'NodeRuntimeUnavailable',
    message:
      'rpc error: code = Unknown desc = Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  },
  {
    says: 'InvalidReference',
    reason: 'Uppercase',
    image: 'Acme/App',
    message: docker('invalid reference format: repository name must be lowercase'),
  },
  { says: 'Unknown', message: docker('No such image: ghcr.io/acme/app:1') },
  {
    says: 'RegistryUnreachable',
    reason: 'Timeout',
    image,
    message: `Failed to inspect image "${image}": rpc error: code = DeadlineExceeded desc = context deadline exceeded`,
    waitingReason: 'ImageInspectError',
  },
  {
    says: 'UnsupportedFormat',
    message: docker(
      'manifest for app:1 not found: manifest unknown: OCI index found, but Accept header does not support OCI indexes',
    ),
  },
  { says: 'PlatformMismatch', message: docker('no supported platform found in manifest list') },
  {
    says: 'PlatformMismatch',
    message: docker('a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host'),
  },
  {
    says: 'AccessDeniedOrNotFound',
    message: docker(
      `Head "https://gcr.io/v2/p/app/manifests/1": unknown: Service 'containerregistry.googleapis.com' is not enabled for consumer 'project:p'.`,
    ),
  },
]
