/** The reasons of Events that tell why a container cannot start (pkg/kubelet/events/event.go, v1.36), and what of it. */
const tellingReasons: ReadonlySet<string> = new Set([
  /** A pull or a start that failed, with the runtime's text; up to 1.31 the only place that has a pull's cause. */
  'Failed',
  /** The runtime could not look for the image: InvalidImageName, or the runtime is ill. */
  'InspectFailed',
  /** Policy Never, and the image is not on the node. */
  'ErrImageNeverPull',
  /** Names the pull secrets that do not exist. */
  'FailedToRetrieveImagePullSecret',
  /** Missing runtime handlers, the pause image's own pull, the network. */
  'FailedCreatePodSandBox',
  /** On the owner: a pod that admission refuses never exists, as with a missing RuntimeClass. */
  'FailedCreate',
  /** The only lasting witness of a failed hook: the container's state says CrashLoopBackOff. */
  'FailedPostStartHook',
  'FailedPreStopHook',
])

export const isTellingReason = (reason: string): boolean => tellingReasons.has(reason)

/**
 * Warnings that are frequent and never about what we tell; FailedMount too, for the secrets it names are volumes, and
 * image volumes fail with Failed. BackOff repeats what the container's state says.
 */
const noisyReasons: readonly string[] = [
  'BackOff',
  'Unhealthy',
  'ProbeWarning',
  'FailedScheduling',
  'FailedMount',
  'FailedAttachVolume',
  'ProvisioningFailed',
  'FailedBinding',
  'FailedKillPod',
  'FailedSync',
  'NetworkNotReady',
  'NodeNotReady',
  'Evicted',
  'EvictionThresholdMet',
  'Preempting',
  'DNSConfigForming',
  'FailedGetScale',
  'FailedGetResourceMetric',
  'FailedComputeMetricsReplicas',
  'CalculateExpectedPodCountFailed',
  'FailedToUpdateEndpoint',
  'FailedToUpdateEndpointSlices',
  'PolicyViolation',
]

/**
 * Field selector for the watch of Events. `reason` cannot be asked for by a set, so the server leaves out the noise
 * and the decoder the rest.
 */
export const eventFieldSelector = ['type=Warning', ...noisyReasons.map((reason) => `reason!=${reason}`)].join(',')
