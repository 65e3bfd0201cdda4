/** imageBackOffPeriod and MaxImageBackOff (pkg/kubelet/kubelet.go, v1.36), in seconds. */
export const firstDelay = 10
export const longestDelay = 300

/**
 * A pod whose sync failed is looked at again after 10 s, with up to half of that on top (completeWork,
 * pkg/kubelet/pod_workers.go): a try comes at most this much later than the back-off ends.
 */
export const lateness = 15

/** How long kubelet waits after the n-th failed pull in a row (n from 1), in seconds: 10, 20, 40, 80, 160, 300. */
export const delayAfter = (failures: number): number =>
  failures < 1 ? 0 : Math.min(firstDelay * 2 ** Math.min(failures - 1, 10), longestDelay)

/** The largest number of failures in a row of which the first and the last can be this many seconds apart. */
const failuresWithin = (span: number, lateEach: number): number => {
  let failures = 1
  for (let left = span; left >= delayAfter(failures) + lateEach && failures < 1000; failures += 1) {
    left -= delayAfter(failures) + lateEach
  }
  return failures
}

/** Times in seconds since the epoch. */
export interface FailedPulls {
  readonly first: number
  readonly last: number
}

export interface NextTry {
  /** The back-off that runs now, at least and at most, in seconds. */
  readonly delay: readonly [number, number]
  /** Seconds since the epoch between which the next try begins, if nothing makes kubelet forget the failures. */
  readonly earliest: number
  readonly latest: number
}

/**
 * When kubelet tries next to pull an image for a pod, from its first and last failure as the pod's events tell them.
 * The back-off is kept by pod UID and image: a pod made anew, or another image, starts at 10 s again, and so does a
 * restarted kubelet. Between two failures lies at least the back-off and at most that and the lateness, and whatever
 * the pulls themselves took; so the number of failures is known within bounds only.
 */
export const nextTry = ({ first, last }: FailedPulls): NextTry => {
  const span = Math.max(0, last - first)
  const longest = delayAfter(failuresWithin(span, 0))
  const shortest = Math.min(longest, delayAfter(failuresWithin(span, lateness)))
  return { delay: [shortest, longest], earliest: last + shortest, latest: last + longest + lateness }
}

/** The waits between the tries of a pull that keeps failing, in seconds, until they no longer grow. */
export const schedule: readonly number[] = [1, 2, 3, 4, 5, 6].map(delayAfter)
