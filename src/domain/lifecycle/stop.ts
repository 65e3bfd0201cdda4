/** minimumGracePeriodInSeconds (pkg/kubelet/kuberuntime/kuberuntime_manager.go, v1.36). */
export const leastToStop = 2

/** SetDefaults_PodSpec (pkg/apis/core/v1/defaults.go, v1.36). */
export const defaultGracePeriod = 30

export interface Stop {
  /** terminationGracePeriodSeconds, or what the deletion asks for instead. */
  readonly grace: number
  /** How long the preStop hook would take by itself; absent: there is none. */
  readonly preStop?: number
}

/** What happens when kubelet stops a container; times in seconds from the beginning. */
export interface StopTimeline {
  readonly preStop: 'none' | 'runs' | 'cut off' | 'skipped'
  /** The hook ends, or is waited for no longer; the container's processes get the stop signal (TERM). */
  readonly signalAt: number
  /** What is left of the container is killed. */
  readonly killAt: number
  /** How long the processes have between the two. */
  readonly toStop: number
  /** The hook left less than {@link leastToStop}: that much was given once, beyond the grace period. */
  readonly extended: boolean
}

/**
 * The arithmetic of stopping (killContainer and executePreStopHook, pkg/kubelet/kuberuntime, v1.36): the hook counts
 * inside the grace period, in whole seconds begun; when it has used up all but the last seconds, 2 s remain. With a
 * grace period of 0 the hook does not run. A hook that is cut off goes on beside the signal, and no Event tells of it.
 * A container that ends by itself gets neither hook nor signal. (kubelet stops sidecars after the other containers,
 * within the same period.)
 */
export const stopTimeline = ({ grace, preStop }: Stop): StopTimeline => {
  const period = Math.max(0, grace)
  const hookTime = preStop === undefined || period === 0 ? 0 : Math.min(preStop, period)
  const left = period - Math.floor(hookTime)
  const toStop = Math.max(left, leastToStop)
  return {
    preStop: preStop === undefined ? 'none' : period === 0 ? 'skipped' : preStop >= period ? 'cut off' : 'runs',
    signalAt: hookTime,
    killAt: hookTime + toStop,
    toStop,
    extended: left < leastToStop,
  }
}

/** The grace period that lets a hook end and the container's processes stop in peace, in whole seconds. */
export const neededGrace = (preStop: number, toStop: number): number =>
  Math.ceil(preStop) + Math.max(toStop, leastToStop)
