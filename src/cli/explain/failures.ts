import { nextTry, schedule } from '../../domain/backOff/pullBackOff.ts'
import { diagnosePod } from '../../domain/failure/diagnose.ts'
import type { PodFinding } from '../../domain/failure/finding.ts'
import type { Pod } from '../../domain/objects/pod.ts'
import { isMessage } from '../../store/records/json.ts'
import { readTime } from '../../store/records/jsonScalars.ts'
import { worldOf } from '../audit/views.ts'
import type { FailureExplanation } from './explanation.ts'
import type { Facts } from './gather.ts'
import type { Message } from './lookup.ts'

interface Failing {
  readonly pod: Pod
  readonly finding: PodFinding
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** Of a pull that failed: the first time and the last, seconds since the epoch. */
const timesOf = (event: Message): readonly number[] => {
  const series = isMessage(event['series']) ? event['series'] : {}
  return [event['firstTimestamp'], event['lastTimestamp'], event['eventTime'], series['lastObservedTime']].flatMap(
    (time) => readTime(time) ?? [],
  )
}

const isFailedPull = (event: Message, uid: string, container: string): boolean => {
  const involved = isMessage(event['involvedObject']) ? event['involvedObject'] : {}
  const { message, reason } = event
  return (
    involved['uid'] === uid &&
    typeof involved['fieldPath'] === 'string' &&
    involved['fieldPath'].endsWith(`{${container}}`) &&
    reason === 'Failed' &&
    typeof message === 'string' &&
    message.includes('Failed to pull image "')
  )
}

/** Waiting reasons under which kubelet pulls again by itself. */
const isBackingOff = (pod: Pod, container: string): boolean =>
  pod.waiting.some(
    (waiting) => waiting.container === container && /^(?:ErrImagePull|ImagePullBackOff)$/.test(waiting.reason),
  )

const nextTryOf = ({ pod, finding: { part } }: Failing, { events, now = Number.NEGATIVE_INFINITY }: Facts) => {
  if (part.kind !== 'container' || !isBackingOff(pod, part.name)) return {}
  const times = events.filter((event) => isFailedPull(event, pod.uid, part.name)).flatMap(timesOf)
  if (times.length === 0) return { backOff: schedule }
  const { earliest, latest } = nextTry({ first: Math.min(...times), last: Math.max(...times) })
  // Kubelet tells of 25 things of a pod and then of few more: its last failure was not told.
  if (latest < now) return { backOff: schedule }
  return { backOff: schedule, nextTry: { earliest: isoTime(earliest), latest: isoTime(latest) } }
}

const explain = (failing: readonly Failing[], facts: Facts): FailureExplanation | undefined => {
  const [first] = failing
  if (first === undefined) return undefined
  const { cause, message, remedy, text } = first.finding
  return {
    cause,
    message: remedy !== '' && message.endsWith(remedy) ? message.slice(0, -remedy.length).trimEnd() : message,
    remedy,
    ...(text !== undefined && { text }),
    pods: failing.length,
    since: isoTime(Math.min(...failing.map(({ pod }) => pod.notReadySince ?? pod.createdAt))),
    ...nextTryOf(first, facts),
  }
}

/** What fails now, by the container that it is about (`''`: the pod as a whole); a volume's is that of its containers. */
export const explainFailures = (facts: Facts): ReadonlyMap<string, readonly FailureExplanation[]> => {
  const { inventory, policies } = facts
  const world = worldOf(inventory, policies)
  const groups = new Map<string, Map<string, Failing[]>>()
  for (const pod of inventory.pods.values()) {
    for (const finding of diagnosePod(pod, world)) {
      const part = finding.part.kind === 'container' ? finding.part.name : ''
      const byCause = groups.get(part) ?? new Map<string, Failing[]>()
      byCause.set(finding.cause, [...(byCause.get(finding.cause) ?? []), { pod, finding }])
      groups.set(part, byCause)
    }
  }
  return new Map(
    Array.from(groups, ([part, byCause]) => [
      part,
      Array.from(byCause.values()).flatMap((failing) => explain(failing, facts) ?? []),
    ]),
  )
}
