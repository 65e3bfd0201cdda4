import { describeHook, failsIf, hookKind, leastSeconds, type Hook, type Lifecycle } from './hook.ts'
import { stopTimeline, type StopTimeline } from './stop.ts'

/** What runs when in a container's life, in its order; sentences for people. */
export interface LifecycleStory {
  readonly starting: readonly string[]
  readonly stopping: readonly string[]
  /** Present when the manifest tells how long the preStop hook takes at least, or that there is none. */
  readonly stop?: StopTimeline
}

const seconds = (amount: number): string => `${Number(amount.toFixed(3))} s`

const startingWith = (hook: Hook | undefined): readonly string[] =>
  hook === undefined
    ? ['the entrypoint starts, and the container is Running']
    : [
        `the entrypoint starts, and beside it the postStart hook (${describeHook(hook)}), in no certain order`,
        'the container is Running when the hook has ended; until then its probes and the containers after it wait',
        `if the hook fails, kubelet kills the container, its preStop hook first, and restarts it by the pod's restartPolicy; it fails if ${failsIf(hook)}`,
      ]

const stopped = ({ preStop, signalAt, killAt, toStop, extended }: StopTimeline, signal: string): readonly string[] => {
  const left = extended
    ? `${seconds(toStop)} are left for it to stop, given beyond the grace period`
    : `${seconds(toStop)} are left for it to stop`
  return [
    ...(preStop === 'cut off' ? ['the hook is still running then; kubelet waits no longer, and no event tells'] : []),
    `after ${seconds(signalAt)} the container gets ${signal}; ${left}`,
    `after ${seconds(killAt)} what is left of it is killed`,
  ]
}

const hookOf = (hook: Hook | undefined, grace: number): readonly string[] => {
  if (hook === undefined) return []
  if (grace <= 0) return ['the grace period is 0: the preStop hook does not run']
  return [
    `the preStop hook runs (${describeHook(hook)}) and counts inside the grace period of ${seconds(grace)}; it fails if ${failsIf(hook)}, and stopping goes on`,
  ]
}

/** Stopping with a hook of which nobody knows how long it takes. */
const untimed = (grace: number, signal: string): readonly string[] => [
  `when the hook has ended, or after ${seconds(grace)}, the container gets ${signal}; it has what is left of the ${seconds(grace)} to stop, 2 s at least`,
]

/**
 * The life of a container with these hooks, under a terminationGracePeriodSeconds (pkg/kubelet/lifecycle and
 * pkg/kubelet/kuberuntime, v1.36). Hooks run at least once, perhaps more often, and are not tried again when they fail.
 */
export const lifecycleStory = (
  { postStart, preStop, stopSignal = 'TERM' }: Lifecycle,
  grace: number,
): LifecycleStory => {
  const signal = stopSignal.replace(/^SIG/, '')
  const known = preStop === undefined ? 0 : hookKind(preStop) === 'tcpSocket' ? 0 : leastSeconds(preStop)
  const stop =
    known === undefined && grace > 0
      ? undefined
      : stopTimeline({ grace, ...(preStop !== undefined && { preStop: known ?? 0 }) })
  return {
    starting: startingWith(postStart),
    stopping: [...hookOf(preStop, grace), ...(stop === undefined ? untimed(grace, signal) : stopped(stop, signal))],
    ...(stop !== undefined && { stop }),
  }
}
