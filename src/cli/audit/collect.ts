import type { Advice } from '../../domain/audit/advice.ts'
import type { FailingPart, PodFinding } from '../../domain/failure/finding.ts'
import { findingKey } from '../../domain/failure/findingGroup.ts'
import { seeSection } from '../../domain/failure/section.ts'
import type { WorkloadRef } from '../../domain/objects/workload.ts'
import { redact } from '../../domain/redact.ts'
import { printPlace, type Place } from '../input/problem.ts'
import type { FindingItem } from './findingList.ts'

/** Puts together what is found pod by pod and declaration by declaration, one item for each thing that is wrong. */
export interface Collector {
  /** A pod that fails, or an owner that cannot make one (`pod` undefined). */
  readonly failing: (workload: WorkloadRef, finding: PodFinding, since: number, pod: string | undefined) => void
  readonly advised: (workload: WorkloadRef, advice: Advice, pods: number, place: Place | undefined) => void
  readonly items: () => readonly FindingItem[]
}

/** Enough to see what it is about. */
const shownEvidence = 3

const partOf = (part: FailingPart | undefined): Pick<FindingItem, 'container' | 'volume'> => {
  if (part?.kind === 'container') return { container: part.name }
  return part?.kind === 'volume' ? { volume: part.name } : {}
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** What happened, without what to do. */
const happened = ({ message, remedy }: PodFinding): string =>
  remedy !== '' && message.endsWith(remedy) ? message.slice(0, -remedy.length).trimEnd() : message

interface Failing {
  readonly workload: WorkloadRef
  /** Of several pods the finding whose message sorts first: which was read first must not matter. */
  finding: PodFinding
  since: number
  pods: number
  /** By pod. */
  readonly evidence: Map<string, string>
}

interface Advised {
  readonly workload: WorkloadRef
  readonly advice: Advice
  pods: number
  readonly evidence: Set<string>
}

const sorted = (texts: Iterable<string>): readonly string[] => [...texts].sort()

const firstOf = (texts: Iterable<string>): readonly string[] => sorted(texts).slice(0, shownEvidence)

const failingItem = ({ workload, finding, since, pods, evidence }: Failing): FindingItem => ({
  workload,
  ...partOf(finding.part),
  ...(finding.image !== undefined && { image: finding.image }),
  severity: 'error',
  cause: finding.cause,
  ...(finding.failure !== undefined && { failure: finding.failure }),
  message: happened(finding),
  remedy: finding.remedy,
  evidence: firstOf(Array.from(evidence, ([pod, text]) => (pod === '' ? text : `pod ${pod}: ${text}`))),
  pods,
  since: isoTime(since),
})

const advisedItem = ({ workload, advice, pods, evidence }: Advised): FindingItem => ({
  workload,
  ...partOf(advice.part),
  ...(advice.image !== undefined && { image: advice.image }),
  severity: advice.severity,
  cause: advice.cause,
  // A hook's command may hold anything.
  message: redact(advice.message),
  remedy: advice.remedy + seeSection(advice.cause),
  evidence: [...(advice.evidence ?? []), ...firstOf(evidence)],
  pods,
})

const causeKey = ({ apiVersion, kind, namespace, name }: WorkloadRef, cause: string): string =>
  [apiVersion, kind, namespace, name, cause].join('\n')

export const createCollector = (): Collector => {
  const failing = new Map<string, Failing>()
  const advised = new Map<string, Advised>()
  const failingCauses = new Set<string>()
  return {
    failing: (workload, finding, since, pod) => {
      const key = findingKey(workload, finding)
      const known = failing.get(key) ?? { workload, finding, since, pods: 0, evidence: new Map<string, string>() }
      if (finding.message < known.finding.message) known.finding = finding
      known.since = Math.min(known.since, since)
      if (pod !== undefined) known.pods += 1
      if (finding.text !== undefined) known.evidence.set(pod ?? '', finding.text)
      // Of ten thousand pods a few are enough, and always the same.
      if (known.evidence.size > 2 * shownEvidence) {
        for (const extra of sorted(known.evidence.keys()).slice(shownEvidence)) known.evidence.delete(extra)
      }
      failing.set(key, known)
      failingCauses.add(causeKey(workload, finding.cause))
    },
    advised: (workload, advice, pods, place) => {
      const key = JSON.stringify([workload, advice.severity, advice.cause, advice.part, advice.image, advice.message])
      const known = advised.get(key) ?? { workload, advice, pods: 0, evidence: new Set<string>() }
      known.pods += pods
      const where = place === undefined ? '' : printPlace(place)
      if (where !== '') known.evidence.add(where)
      advised.set(key, known)
    },
    items: () => [
      ...Array.from(failing.values(), failingItem),
      // What fails already is not foretold as well.
      ...Array.from(advised.values())
        .filter(({ workload, advice }) => !failingCauses.has(causeKey(workload, advice.cause)))
        .map(advisedItem),
    ],
  }
}
