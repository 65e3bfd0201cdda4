import { docker, image, resolving, unpacking, type Sample } from './wrap.ts'

/** Nodes, runtimes, hooks, and the image's name. */
export const nodeSamples: readonly Sample[] = [
  {
    says: 'NodeRuntimeUnavailable',
    message:
      'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
  },
  {
    says: 'NodeRuntimeUnavailable',
    message:
      'Failed to inspect image "": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing dial unix /var/run/crio/crio.sock: connect: no such file or directory"',
  },
  {
    says: 'NodeRuntimeUnavailable',
    message:
      'rpc error: code = Unknown desc = Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  },
  { says: 'NodeRuntimeUnavailable', message: 'rpc error: code = Unavailable desc = error reading from server: EOF' },
  {
    says: 'RuntimeClassNotFound',
    message: 'Error creating: pods "web-6d4b75cb6d-" is forbidden: pod rejected: RuntimeClass "kata" not found',
  },
  {
    says: 'RuntimeClassNotFound',
    message:
      'create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: pod rejected: RuntimeClass "gvisor" not found',
  },
  { says: 'RuntimeClassNotFound', message: 'Failed to create pod sandbox: runtimeclass.node.k8s.io "kata" not found' },
  {
    says: 'RuntimeClassConflict',
    message:
      'Error creating: pods "web-" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[disk] = ssd; pod.spec.nodeSelector[disk] = hdd',
  },
  {
    says: 'RuntimeClassConflict',
    message:
      "Error creating: pods \"web-\" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
  },
  {
    says: 'RuntimeHandlerMissing',
    message:
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "kata" is configured',
  },
  {
    says: 'RuntimeHandlerMissing',
    message:
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to find runtime handler kata from runtime list map[crun:0xc000 runc:0xc001]',
  },
  { says: 'RuntimeHandlerMissing', message: docker('RuntimeHandler "kata" not supported') },
  { says: 'HookFailed', reason: 'PostStart', message: 'PostStartHook failed' },
  { says: 'HookFailed', reason: 'PreStop', message: 'PreStopHook failed' },
  {
    says: 'HookFailed',
    reason: 'PostStart',
    waitingReason: 'PostStartHookError',
    message:
      'Exec lifecycle hook ([sh -c pull]) for Container "app" in Pod "web_team(1)" failed - error: command \'sh\' exited with 1: , message: "toomanyrequests: 429 manifest unknown"',
  },
  {
    says: 'NeverPullAbsent',
    waitingReason: 'ErrImageNeverPull',
    message: `Container image "${image}" is not present with pull policy of Never`,
  },
  {
    says: 'InvalidReference',
    reason: 'Uppercase',
    image: 'ghcr.io/Acme/App:1',
    waitingReason: 'InvalidImageName',
    message:
      'Failed to apply default image tag "ghcr.io/Acme/App:1": couldn\'t parse image name "ghcr.io/Acme/App:1": invalid reference format: repository name (Acme/App) must be lowercase',
  },
  {
    says: 'InvalidReference',
    reason: 'Template',
    image: 'ghcr.io/acme/app:${TAG}',
    waitingReason: 'InvalidImageName',
    message:
      'Failed to apply default image tag "ghcr.io/acme/app:${TAG}": couldn\'t parse image name "ghcr.io/acme/app:${TAG}": invalid reference format',
  },
  {
    says: 'InvalidReference',
    reason: 'Syntax',
    image: 'ghcr.io/acme/app:',
    message:
      'Failed to apply default image tag "ghcr.io/acme/app:": couldn\'t parse image reference "ghcr.io/acme/app:": invalid reference format',
  },
  {
    says: 'AmbiguousShortName',
    message:
      'rpc error: code = Unknown desc = short-name "app:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
  },
  {
    says: 'AmbiguousShortName',
    message:
      'rpc error: code = Unknown desc = short name mode is enforcing, but image name app:latest returns ambiguous list',
  },
  { says: 'PullSecretMalformed', waitingReason: 'illegal base64 data at input byte 0', message: '' },
  {
    says: 'PullSecretMalformed',
    waitingReason: 'illegal base64 data at input byte 0',
    message: 'illegal base64 data at input byte 0',
  },
  {
    says: 'PullSecretMalformed',
    message: `Failed to pull image "${image}": unable to parse auth field, must be formatted as base64(username:password)`,
  },
  {
    says: 'PullSecretMalformed',
    message:
      'json: cannot unmarshal string into Go struct field DockerConfigJSON.auths of type credentialprovider.DockerConfig',
  },
  { says: 'KubeletPullThrottled', message: `Back-off pulling image "${image}": ErrImagePull: pull QPS exceeded` },
  {
    says: 'NodeDiskFull',
    message: unpacking(
      'failed to extract layer sha256:2df36a: mount callback failed on /var/lib/containerd/tmpmounts/containerd-mount123: write /var/lib/x: no space left on device',
    ),
  },
  {
    says: 'NodeDiskFull',
    message:
      'rpc error: code = Unknown desc = writing blob: storing blob to file "/var/tmp/storage1/1": write /var/tmp/storage1/1: no space left on device',
  },
  {
    says: 'PullSecretMissing',
    message:
      'Unable to retrieve some image pull secrets (regcred, other); attempting to pull the image may not succeed.',
  },
  { says: 'Unknown', message: '' },
  { says: 'Unknown', message: `Back-off pulling image "${image}"` },
  { says: 'Unknown', message: unpacking('something new happened') },
  { says: 'Unknown', message: resolving('no scope specified for token auth challenge') },
]
