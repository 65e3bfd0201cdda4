import type { Cause } from '../../../../src/domain/failure/cause.ts'
import { diagnoseFailedCreate, diagnosePod } from '../../../../src/domain/failure/diagnose.ts'
import type { PodFinding } from '../../../../src/domain/failure/finding.ts'
import { aFailedCreate, aPodEvent } from '../../../support/builders/event.ts'
import { aContainer, aWaitingPod } from '../../../support/builders/pod.ts'
import { aWorld, type WorldParts } from '../../../support/builders/world.ts'
import { image, resolving } from './samples/wrap.ts'

/** A pod, or an owner without one, as the API shows it with its Events, and what must be found. */
export interface Case {
  readonly cause: Cause
  readonly reason?: string
  readonly found: () => readonly PodFinding[]
}

export const head = 'failed to do request: Head "https://ghcr.io/v2/acme/app/manifests/1": '
export const denied = resolving(
  'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
)
export const anonymous = resolving(
  'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 401 Unauthorized',
)

/** From kubelet 1.32 the back-off carries the cause; its Events say the same. */
export const pulls = (
  cause: Cause,
  message: string,
  reason?: string,
  parts: WorldParts = {},
  ref = image,
  names: readonly string[] = [],
): Case => ({
  cause,
  ...(reason !== undefined && { reason }),
  found: () => {
    const pod = aWaitingPod('ImagePullBackOff', `Back-off pulling image "${ref}": ErrImagePull: ${message}`, {
      containers: [aContainer({ image: ref })],
      imagePullSecrets: names,
    })
    const events = [
      aPodEvent(pod, { reason: 'Failed', message: `Failed to pull image "${ref}": ${message}`, container: 'app' }),
      aPodEvent(pod, { reason: 'Failed', message: 'Error: ErrImagePull', container: 'app' }),
    ]
    return diagnosePod(pod, aWorld({ ...parts, events }))
  },
})

export const waits = (cause: Cause, waitingReason: string, message: string, ref: string, reason?: string): Case => ({
  cause,
  ...(reason !== undefined && { reason }),
  found: () => diagnosePod(aWaitingPod(waitingReason, message, { containers: [aContainer({ image: ref })] }), aWorld()),
})

export const sandbox = (cause: Cause, message: string): Case => ({
  cause,
  found: () => {
    const pod = aWaitingPod('ContainerCreating', '', { runtimeClassName: 'kata' })
    return diagnosePod(pod, aWorld({ events: [aPodEvent(pod, { reason: 'FailedCreatePodSandBox', message })] }))
  },
})

export const refused = (cause: Cause, message: string): Case => ({
  cause,
  found: () => diagnoseFailedCreate(aFailedCreate(message), aWorld()),
})

export const hook = (reason: 'PostStart' | 'PreStop'): Case => ({
  cause: 'HookFailed',
  reason,
  found: () => {
    const pod = aWaitingPod(
      'CrashLoopBackOff',
      'back-off 20s restarting failed container=app pod=web-6d4b75cb6d-x7x9k',
      {
        phase: 'Running',
        hasRun: true,
        containers: [aContainer({ postStart: reason === 'PostStart', preStop: reason === 'PreStop' })],
      },
    )
    const event = aPodEvent(pod, { reason: `Failed${reason}Hook`, message: `${reason}Hook failed`, container: 'app' })
    return diagnosePod(pod, aWorld({ events: [event] }))
  },
})

export const invalid = (reason: string, ref: string): Case =>
  waits(
    'InvalidReference',
    'InvalidImageName',
    `Failed to apply default image tag "${ref}": couldn't parse image name "${ref}": invalid reference format`,
    ref,
    reason,
  )

/** A back-off that says nothing, up to kubelet 1.31, beside a warning about a secret. */
export const silentBeside = (names: readonly string[]): Case => ({
  cause: 'PullSecretMissing',
  found: () => {
    const pod = aWaitingPod('ImagePullBackOff', `Back-off pulling image "${image}"`, { imagePullSecrets: names })
    const warning = aPodEvent(pod, {
      reason: 'FailedToRetrieveImagePullSecret',
      message: `Unable to retrieve some image pull secrets (${names.join(', ')}); attempting to pull the image may not succeed.`,
    })
    return diagnosePod(pod, aWorld({ events: [warning] }))
  },
})
