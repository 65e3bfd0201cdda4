import { said, type HeldBack } from './sample.ts'

export const imageAndNode: readonly HeldBack[] = [
  // The image itself, the node.
  said(
    'PlatformMismatch',
    'acme/arm:1',
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/acme/arm:1": no match for platform in manifest: not found',
  ),
  said(
    'PlatformMismatch',
    'acme/arm:1',
    'rpc error: code = Unknown desc = choosing an image from manifest list docker://acme/arm:1: no image found in manifest list for architecture amd64, variant "", OS linux',
  ),
  said(
    'PlatformMismatch',
    'acme/arm:1',
    'Error response from daemon: no matching manifest for linux/arm64/v8 in the manifest list entries',
  ),
  said(
    'UnsupportedFormat',
    'acme/old:1',
    'rpc error: code = Unimplemented desc = failed to pull and unpack image "docker.io/acme/old:1": failed to unpack image on snapshotter overlayfs: media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image as "application/vnd.docker.distribution.manifest.v2+json" or "application/vnd.oci.image.manifest.v1+json"',
  ),
  said(
    'NodeDiskFull',
    'acme/big:1',
    'rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/acme/big:1": failed to copy: write /var/lib/containerd/io.containerd.content.v1.content/ingest/aa/data: no space left on device: unknown',
  ),
  said(
    'CorruptContent',
    'acme/big:1',
    'rpc error: code = FailedPrecondition desc = failed to pull and unpack image "docker.io/acme/big:1": failed commit on ref "layer-sha256:aa": unexpected commit digest sha256:bb, expected sha256:aa: failed precondition',
  ),
  said(
    'CorruptContent',
    'acme/big:1',
    'failed to pull and unpack image "docker.io/acme/big:1": failed to extract layer sha256:cc: mount callback failed on /var/lib/containerd/tmpmounts/containerd-mount1: archive/tar: invalid tar header: unknown',
    'ErrImagePull',
  ),
  said(
    'NeverPullAbsent',
    'acme/local:dev',
    'Container image "acme/local:dev" is not present with pull policy of Never',
    'ErrImageNeverPull',
  ),
  said(
    'SignatureRejected',
    'registry.example.com/a:1',
    'rpc error: code = Unknown desc = Source image rejected: A signature was required, but no signature exists',
  ),
  said(
    'NodeRuntimeUnavailable',
    'acme/a:1',
    'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
  ),
  said('PullSecretMalformed', 'acme/a:1', 'illegal base64 data at input byte 8', 'illegal base64 data at input byte 8'),
  said(
    'PullSecretMissing',
    'acme/a:1',
    'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
  ),
  said(
    'RuntimeHandlerMissing',
    'acme/a:1',
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "gvisor" is configured',
  ),
  said(
    'RuntimeClassNotFound',
    'acme/a:1',
    'Error creating: pods "web-7d4b9c-" is forbidden: pod rejected: RuntimeClass "kata-qemu" not found',
  ),
  // Not ours, or nobody can say.
  said(
    'Unknown',
    'acme/a:1',
    'back-off 5m0s restarting failed container=app pod=web-1_default(0b9b)',
    'CrashLoopBackOff',
  ),
  said('Unknown', 'acme/a:1', 'Back-off pulling image "acme/a:1"', 'ImagePullBackOff'),
  said('Unknown', 'acme/a:1', 'secret "db-password" not found', 'CreateContainerConfigError'),
  said('Unknown', 'acme/a:1', 'configmap "settings" not found', 'CreateContainerConfigError'),
  said(
    'Unknown',
    'acme/a:1',
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app/run.sh": stat /app/run.sh: no such file or directory: unknown',
    'RunContainerError',
  ),
  said('Unknown', 'acme/a:1', "couldn't find key username in Secret shop/db", 'CreateContainerConfigError'),
]
