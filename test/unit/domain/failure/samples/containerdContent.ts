import { image, resolving, unpacking, type Sample } from './wrap.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const blob = `https://ghcr.io/v2/acme/app/blobs/${digest}`
const opened = (rest: string): string => unpacking(`failed to copy: httpReadSeeker: failed open: ${rest}`)

/** containerd while it downloads and unpacks, and what it says of itself. */
export const containerdContentSamples: readonly Sample[] = [
  {
    says: 'ImageNotFound',
    reason: 'Content',
    message: opened(
      `could not fetch content descriptor ${digest} (application/vnd.docker.image.rootfs.diff.tar.gzip) from remote: not found`,
    ),
  },
  {
    says: 'ImageNotFound',
    reason: 'Content',
    message: opened(
      `unexpected status code ${blob}: 404 Not Found - Server message: blob unknown: blob unknown to registry`,
    ),
  },
  {
    says: 'ImageNotFound',
    message: resolving(
      'unexpected status from HEAD request to https://reg.corp/v2/acme/app/manifests/1: 404 Not Found',
    ),
    reason: 'Manifest',
  },
  {
    says: 'CorruptContent',
    message: unpacking(
      `failed to extract layer ${digest}: failed to get reader from content store: blob ${digest} expected at /var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/ab: blob not found: not found`,
      'NotFound',
    ),
  },
  {
    says: 'CorruptContent',
    message: unpacking(
      `failed to copy: failed to send write: failed commit on ref "layer-${digest}": unexpected commit size 5674492, expected 2312958: failed precondition`,
    ),
  },
  {
    says: 'CorruptContent',
    message: unpacking('failed to unpack image on snapshotter overlayfs: mismatched image rootfs and manifest layers'),
  },
  {
    says: 'CorruptContent',
    message: unpacking(
      `failed to extract layer ${digest}: mount callback failed on /var/lib/containerd/tmpmounts/containerd-mount1: archive/tar: invalid tar header: unknown`,
    ),
  },
  {
    says: 'CorruptContent',
    message: unpacking(
      `failed to extract layer ${digest}: mount callback failed on /tmp/containerd-mount1: unexpected EOF: unknown`,
    ),
  },
  {
    says: 'CorruptContent',
    message: unpacking(`apply layer error for "${image}": wrong diff id calculated on extraction "${digest}"`),
  },
  {
    says: 'CorruptContent',
    waitingReason: 'CreateContainerError',
    message: `failed to create containerd container: error unpacking image: apply layer error for "${image}": failed to extract layer ${digest}: parent snapshot ${digest} does not exist: not found`,
  },
  {
    says: 'CorruptContent',
    waitingReason: 'CreateContainerError',
    message: `failed to create containerd container: create snapshot: missing parent "k8s.io/12/${digest}" bucket: not found`,
  },
  {
    says: 'NodeDiskFull',
    message: unpacking(
      'failed to copy: failed to send write: write /var/lib/containerd/io.containerd.content.v1.content/ingest/ab/data: no space left on device: unknown',
    ),
  },
  {
    says: 'NodeDiskFull',
    message: unpacking(
      `failed to prepare extraction snapshot "extract-1 ${digest}": failed to create temp dir: mkdir /var/lib/containerd/x: no space left on device`,
    ),
  },
  {
    says: 'PlatformMismatch',
    message: unpacking(
      'failed to unpack image on snapshotter overlayfs: no match for platform in manifest: not found',
      'NotFound',
    ),
  },
  {
    says: 'PlatformMismatch',
    waitingReason: 'CreateContainerError',
    message: `failed to create containerd container: get image platform: no match for platform in manifest ${digest}: not found`,
  },
  {
    says: 'UnsupportedFormat',
    message: unpacking(
      `failed to unpack image on snapshotter overlayfs: unexpected media type text/html for ${digest}: not found`,
      'NotFound',
    ),
  },
  {
    says: 'UnsupportedFormat',
    message: unpacking(
      'encountered unknown type application/vnd.cncf.helm.chart.content.v1.tar+gzip; children may not be fetched: unknown media type application/vnd.cncf.helm.config.v1+json',
    ),
  },
  {
    says: 'SignatureRejected',
    message: unpacking(
      `image verifier bindir blocked pull of ${image} with digest ${digest} for reason: verifier cosign rejected image (exit code 1): no matching signatures`,
    ),
  },
  { says: 'RegistryUnreachable', reason: 'Stalled', message: unpacking('context canceled', 'Canceled') },
  {
    says: 'RegistryUnreachable',
    reason: 'Stalled',
    message: `rpc error: code = Canceled desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://ghcr.io/v2/acme/app/manifests/1": context canceled`,
  },
  { says: 'RegistryUnreachable', reason: 'Reset', message: resolving('unexpected EOF') },
  {
    says: 'RegistryUnreachable',
    reason: 'Reset',
    message: opened(
      'failed to do request: Get "https://pkg-containers.githubusercontent.com/ghcr1/blobs/x": http2: server sent GOAWAY and closed the connection; LastStreamID=3, ErrCode=NO_ERROR',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Reset',
    message: unpacking('failed to copy: stream error: stream ID 5; INTERNAL_ERROR; received from peer'),
  },
  {
    says: 'RegistryUnreachable',
    message: resolving(
      'failed to do request: Head "https://reg.corp/v2/acme/app/manifests/1": dial tcp [fd00::1]:443: connect: network is unreachable',
    ),
  },
  {
    says: 'RegistryUnreachable',
    reason: 'Refused',
    message: resolving(
      'failed to do request: Head "http://localhost:5000/v2/acme/app/manifests/1": dial tcp [::1]:5000: connect: connection refused',
    ),
  },
  {
    says: 'NodeRuntimeUnavailable',
    message:
      'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
  },
  {
    says: 'NodeRuntimeUnavailable',
    message: 'rpc error: code = Unimplemented desc = unknown service runtime.v1.ImageService',
  },
  {
    says: 'InvalidReference',
    reason: 'Syntax',
    image: 'ghcr.io/acme/app:a:b',
    message:
      'rpc error: code = InvalidArgument desc = failed to parse image reference "ghcr.io/acme/app:a:b": invalid reference format',
  },
  {
    says: 'Unknown',
    message: resolving('failed to load the hosts of reg.corp: failed to parse hosts.toml: invalid `host` tree'),
  },
  {
    says: 'CorruptContent',
    message: unpacking('failed to prepare extraction snapshot "x": failed to mount: operation not permitted'),
  },
  {
    says: 'RegistryServerError',
    message: resolving(
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?service=ghcr.io: 404 Not Found',
    ),
  },
  {
    says: 'RegistryServerError',
    message: resolving(
      'failed to do request: Head "https://reg.corp/v2/acme/app/manifests/1": stopped after 10 redirects',
    ),
  },
  {
    says: 'RegistryUnreachable',
    message: resolving(
      'failed to do request: Head "https://reg.corp/v2/acme/app/manifests/1": dial tcp 10.0.0.5:443: connect: operation not permitted',
    ),
  },
  {
    says: 'DNSFailure',
    message: resolving(
      'failed to do request: Head "https://reg.corp/v2/acme/app/manifests/1": dial tcp: lookup reg.corp: device or resource busy',
    ),
  },
]
